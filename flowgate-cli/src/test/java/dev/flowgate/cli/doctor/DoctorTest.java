package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DoctorTest {
    private static final Finding GOOD = Finding.builder().build();
    private static final Finding BAD =
            Finding.builder().problem(Remark.advised("do", "bad")).build();

    @TempDir
    Path folder;

    @Test
    void tellsTheFindingsInTheOrderOfTheChecks() throws Exception {
        List<Diagnosis> diagnoses = new Doctor()
                .examine(
                        List.of(check("one", examination -> GOOD), check("two", examination -> BAD)),
                        Examinations.demo(folder));

        assertThat(diagnoses).extracting(Diagnosis::check).containsExactly("one", "two");
        assertThat(diagnoses)
                .extracting(diagnosis -> diagnosis.finding().isPassed())
                .containsExactly(true, false);
    }

    @Test
    void takesACheckThatThrowsForAFailedOne() throws Exception {
        List<Diagnosis> diagnoses = new Doctor()
                .examine(
                        List.of(
                                check("torn", examination -> {
                                    throw new IOException("no such disk");
                                }),
                                check("next", examination -> GOOD)),
                        Examinations.demo(folder));

        assertThat(diagnoses.get(0).finding().problems())
                .singleElement()
                .extracting(Remark::text)
                .isEqualTo("the check itself failed: IOException: no such disk");
        assertThat(diagnoses.get(1).finding().isPassed()).isTrue();
    }

    @Test
    void waitsForNoCheckBeyondTheLimit() throws Exception {
        CountDownLatch never = new CountDownLatch(1);

        List<Diagnosis> diagnoses = new Doctor(50)
                .examine(
                        List.of(check("hangs", examination -> {
                            never.await();
                            return GOOD;
                        })),
                        Examinations.demo(folder));

        assertThat(diagnoses.get(0).finding().problems().get(0).text()).contains("did not end within 50 ms");
    }

    @Test
    void skipsWhatNeedsAConfigurationWithoutOne() throws Exception {
        List<Diagnosis> diagnoses =
                new Doctor().examine(List.of(check("needs", examination -> BAD)), Examinations.none(Map.of()));

        assertThat(diagnoses.get(0).finding().skipped()).isEqualTo("the configuration cannot be used");
    }

    @Test
    void looksAgainAfterARepair() throws Exception {
        Repairable repairable = new Repairable(null);

        List<Diagnosis> diagnoses = new Doctor().repair(List.of(repairable), Examinations.demo(folder));

        assertThat(diagnoses.get(0).finding().isPassed()).isTrue();
        assertThat(diagnoses.get(0).fixed()).containsExactly("did it");
    }

    @Test
    void saysWhenARepairFails() throws Exception {
        Repairable repairable = new Repairable(new IOException("read-only"));

        List<Diagnosis> diagnoses = new Doctor().repair(List.of(repairable), Examinations.demo(folder));

        assertThat(diagnoses.get(0).fixed()).isEmpty();
        assertThat(diagnoses.get(0).finding().problems())
                .extracting(Remark::text)
                .containsExactly("broken", "the repair failed: IOException: read-only");
    }

    @Test
    void examiningRepairsNothing() throws Exception {
        Repairable repairable = new Repairable(null);

        List<Diagnosis> diagnoses = new Doctor().examine(List.of(repairable), Examinations.demo(folder));

        assertThat(diagnoses.get(0).finding().isPassed()).isFalse();
    }

    private interface Look {
        Finding look(Examination examination) throws Exception;
    }

    private static Check check(String name, Look look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Finding look(Examination examination) throws Exception {
                return look.look(examination);
            }
        };
    }

    private static final class Repairable implements Check {
        private final @Nullable IOException failure;
        private volatile boolean repaired;

        Repairable(@Nullable IOException failure) {
            this.failure = failure;
        }

        @Override
        public String name() {
            return "repairable";
        }

        @Override
        public Finding look(Examination examination) {
            return repaired
                    ? GOOD
                    : Finding.builder().problem(Remark.advised("fix", "broken")).build();
        }

        @Override
        public List<String> fix(Examination examination) throws IOException {
            if (failure != null) {
                throw failure;
            }
            repaired = true;
            return List.of("did it");
        }
    }
}
