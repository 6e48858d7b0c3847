package dev.flowgate.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.flowgate.gateway", "dev.flowgate.routing");

    @Test
    void seesTheClassesItJudges() {
        assertThat(CLASSES.contain(Gateway.class)).isTrue();
    }

    @Test
    void routingKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.flowgate.routing")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.net..", "dev.flowgate.gateway..")
                .check(CLASSES);
    }

    @Test
    void formatsKnowNoHttpLibrary() {
        noClasses()
                .that()
                .resideInAPackage("dev.flowgate.gateway.protocol")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.flowgate.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void publicSignaturesUseNoLibraryTypes() {
        List<String> leaks = CLASSES.stream()
                .filter(ArchitectureTest::isVisible)
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(unit -> signature(unit).anyMatch(ArchitectureTest::isLibraryType))
                .map(JavaCodeUnit::getFullName)
                .toList();

        assertThat(leaks).isEmpty();
    }

    /** A member of an interface is public by itself, but hidden with it. */
    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
    }

    private static boolean isLibraryType(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("io.vertx") || name.startsWith("io.netty") || name.startsWith("com.fasterxml");
    }
}
