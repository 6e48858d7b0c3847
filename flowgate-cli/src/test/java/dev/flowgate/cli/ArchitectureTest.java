package dev.flowgate.cli;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules between the modules; every module is on this one's class path. */
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.flowgate",
        "dev.flowgate.config..",
        "dev.flowgate.event..",
        "dev.flowgate.file..",
        "dev.flowgate.json..",
        "dev.flowgate.litellm..",
        "dev.flowgate.profile..",
        "dev.flowgate.secret.."
    };
    private static final String[] AUTH = {"dev.flowgate.auth.."};
    private static final String[] GATEWAY = {"dev.flowgate.gateway..", "dev.flowgate.routing.."};
    private static final String[] PROCESS = {"dev.flowgate.process.."};
    private static final String[] CLI = {"dev.flowgate.cli.."};

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The fixtures that other modules lend to tests here come in jars.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.flowgate");

    @Test
    void everyModuleIsLookedAt() {
        for (String name : new String[] {
            "config.FlowGateConfig", "auth.AuthProviders", "gateway.Gateway", "process.ServiceSupervisor", "cli.Main"
        }) {
            assertThat(ALL.contain("dev.flowgate." + name)).as(name).isTrue();
        }
    }

    @Test
    void coreKnowsNoneOfTheOthers() {
        for (String[] other : new String[][] {AUTH, GATEWAY, PROCESS}) {
            knowsNothingOf(CORE, other);
        }
    }

    @Test
    void authGatewayAndProcessDoNotKnowEachOtherNorTheCommandLine() {
        String[][] sides = {AUTH, GATEWAY, PROCESS};
        for (String[] one : sides) {
            for (String[] other : sides) {
                if (!Arrays.equals(one, other)) {
                    knowsNothingOf(one, other);
                }
            }
        }
        noClasses()
                .that()
                .resideOutsideOfPackages(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI)
                .check(ALL);
    }

    /** An author of a method needs nothing but the JDK, and what FlowGate's failures have in common. */
    @Test
    void interfacesOfLoginsHaveTypesOfTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.flowgate.auth.spi")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.flowgate.auth.spi", "dev.flowgate", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void routingKnowsNothingOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.flowgate.routing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..", "dev.flowgate.gateway..")
                .check(ALL);
    }

    @Test
    void formatsKnowNoHttpLibrary() {
        noClasses()
                .that()
                .resideInAPackage("dev.flowgate.gateway.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.flowgate.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void onlyTheCommandLineTouchesTheTerminalAndEndsTheJvm() {
        noClasses()
                .that()
                .resideOutsideOfPackages(CLI)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(ALL);
    }

    @Test
    void librariesStayOutOfPublicSignatures() {
        methods()
                .that()
                .areDeclaredInClassesThat(are(publicOutsideTheCommandLine()))
                .should(notNameALibrary())
                .check(ALL);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(NullMarked.class)
                .check(ALL);
        for (JavaClass type : ALL) {
            assertThat(type.getPackage().tryGetPackageInfo())
                    .as("package-info of " + type.getPackageName())
                    .isPresent();
        }
    }

    private static DescribedPredicate<JavaClass> publicOutsideTheCommandLine() {
        return DescribedPredicate.describe(
                "public, outside the command line",
                type -> isVisible(type) && !type.getPackageName().startsWith("dev.flowgate.cli"));
    }

    /** A member of an interface is public by itself, but hidden with it. */
    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static ArchCondition<JavaMethod> notNameALibrary() {
        return new ArchCondition<>("name no type of Jackson, SnakeYAML, Commons, Vert.x or Netty in public") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean isPublic = method.getModifiers().contains(JavaModifier.PUBLIC);
                for (JavaClass type : method.getAllInvolvedRawTypes()) {
                    String name = type.getPackageName();
                    boolean isLibrary = name.startsWith("com.fasterxml")
                            || name.startsWith("org.snakeyaml")
                            || name.startsWith("org.apache")
                            || name.startsWith("io.vertx")
                            || name.startsWith("io.netty");
                    if (isPublic && isLibrary) {
                        events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " names " + type.getName()));
                    }
                }
            }
        };
    }

    private static void knowsNothingOf(String[] one, String[] other) {
        noClasses()
                .that()
                .resideInAnyPackage(one)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(other)
                .check(ALL);
    }
}
