/** Looks for what keeps FlowGate from working, and says how to repair it: {@link dev.flowgate.cli.doctor.DoctorCommand} is the entry. */
@NullMarked
package dev.flowgate.cli.doctor;

import org.jspecify.annotations.NullMarked;
