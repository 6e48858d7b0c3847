package dev.flowgate.cli.doctor;

import java.util.List;

/**
 * What is known of one check in the end.
 *
 * @param check its name
 * @param finding what it has found, after the repair if there was one
 * @param fixed what was changed to repair it
 */
record Diagnosis(String check, Finding finding, List<String> fixed) {
    Diagnosis {
        fixed = List.copyOf(fixed);
    }
}
