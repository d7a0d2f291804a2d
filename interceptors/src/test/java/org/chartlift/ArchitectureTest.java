package org.chartlift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows: record knows nobody; validation and audit know record and not each other; interceptor knows them all. */
@AnalyzeClasses(packages = "org.chartlift", importOptions = ArchitectureTest.MainOnly.class)
class ArchitectureTest {
    /** ArchUnit's own option looks for target/test-classes, and our build folders lie one deeper. */
    static final class MainOnly implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @ArchTest
    static final ArchRule record_is_pure_java = classes()
            .that()
            .resideInAPackage("org.chartlift.record")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.chartlift.record", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule validation_knows_only_record = classes()
            .that()
            .resideInAPackage("org.chartlift.validation")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.chartlift.audit", "org.chartlift.interceptor");

    @ArchTest
    static final ArchRule audit_knows_only_record = classes()
            .that()
            .resideInAPackage("org.chartlift.audit")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.chartlift.validation", "org.chartlift.interceptor");

    @ArchTest
    static final ArchRule rules_know_no_storage = noClasses()
            .that()
            .resideInAPackage("org.chartlift.validation")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ca.uhn.fhir.jpa..", "jakarta.persistence..", "org.springframework..");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("org.chartlift.(*)..").should().beFreeOfCycles();
}
