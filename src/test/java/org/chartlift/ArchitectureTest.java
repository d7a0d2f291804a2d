package org.chartlift;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ca.uhn.fhir.jpa.api.dao.IDao;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Configuration;

/** The arrows of the design: who may use whom. */
@AnalyzeClasses(packages = "org.chartlift", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {
    /** ArchUnit's own option knows only the usual build folder. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    /** In the order in which a record passes; each package uses only earlier ones. */
    @ArchTest
    static final ArchRule packagesUseOnlyEarlierOnes = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.chartlift..")
            .withOptionalLayers(true)
            .layer("record")
            .definedBy("org.chartlift.record..")
            .layer("guards")
            .definedBy("org.chartlift.validation..", "org.chartlift.audit..", "org.chartlift.interceptor..")
            .layer("security")
            .definedBy("org.chartlift.security..")
            .layer("source")
            .definedBy("org.chartlift.source..")
            .layer("mapping")
            .definedBy("org.chartlift.mapping..")
            .layer("ledger")
            .definedBy("org.chartlift.ledger..")
            .layer("load")
            .definedBy("org.chartlift.load..")
            .layer("lineage")
            .definedBy("org.chartlift.lineage..")
            .layer("rollback")
            .definedBy("org.chartlift.rollback..")
            .layer("run")
            .definedBy("org.chartlift.run..")
            .layer("reconcile")
            .definedBy("org.chartlift.reconcile..")
            .layer("operation")
            .definedBy("org.chartlift.operation..")
            .layer("cli")
            .definedBy("org.chartlift.cli..")
            .layer("server")
            .definedBy("org.chartlift.server..")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("operation")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("reconcile")
            .mayOnlyBeAccessedByLayers("operation", "server")
            .whereLayer("lineage")
            .mayOnlyBeAccessedByLayers("reconcile", "operation", "server")
            .whereLayer("rollback")
            .mayOnlyBeAccessedByLayers("run", "operation", "server")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("reconcile", "operation", "server")
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("lineage", "rollback", "run", "reconcile", "operation", "server")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("load", "lineage", "rollback", "run", "reconcile", "operation", "server")
            .whereLayer("mapping")
            .mayOnlyBeAccessedByLayers("ledger", "load", "lineage", "run", "operation", "cli", "server")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers(
                    "mapping", "ledger", "load", "lineage", "run", "reconcile", "operation", "cli", "server")
            .whereLayer("guards")
            .mayOnlyBeAccessedByLayers("load", "lineage", "rollback", "run", "reconcile", "server")
            .whereLayer("security")
            .mayOnlyBeAccessedByLayers("ledger", "load", "run", "reconcile", "server")
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("server");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.chartlift.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theWitnessSharesNothingWithTheMaps = noClasses()
            .that(resideInAPackage("org.chartlift.reconcile.."))
            .should()
            .dependOnClassesThat(resideInAPackage("org.chartlift.mapping.."))
            .because("a fault of the conversion must not be able to hide itself");

    @ArchTest
    static final ArchRule recordsArePlainJava = classes()
            .that(resideInAPackage("org.chartlift.record.."))
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage("java..", "org.chartlift.record..", "org.jspecify.annotations.."));

    /** The merge decides what becomes of people's edits: nothing but its arguments may have a say. */
    @ArchTest
    static final ArchRule mergingIsPure = classes()
            .that(resideInAPackage("org.chartlift.rollback.merge.."))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.chartlift.rollback.merge..",
                    "com.fasterxml.jackson..",
                    "ca.uhn.fhir.context..",
                    "org.jspecify.annotations.."));

    @ArchTest
    static final ArchRule onlyTheServerWires = noClasses()
            .that(not(resideInAnyPackage("org.chartlift.server..", "org.chartlift.interceptor..")))
            .should()
            .beAnnotatedWith(Configuration.class)
            .orShould()
            .beMetaAnnotatedWith(Configuration.class);

    @ArchTest
    static final ArchRule onlyLoadAndRollbackWriteResources = noClasses()
            .that(not(resideInAnyPackage(
                    "org.chartlift.load..",
                    "org.chartlift.rollback..",
                    "org.chartlift.audit..",
                    "org.chartlift.interceptor..")))
            .should()
            .callMethodWhere(daoWrite());

    private static DescribedPredicate<JavaAccess<?>> daoWrite() {
        Pattern writes = Pattern.compile("create|update|delete.*|patch.*|expunge|meta(Add|Delete).*|transaction.*");
        return DescribedPredicate.describe(
                "a DAO's write",
                call -> call.getTargetOwner().isAssignableTo(IDao.class)
                        && writes.matcher(call.getTarget().getName()).matches());
    }

    @ArchTest
    static final ArchRule operationsHoldNoLogic = noClasses()
            .that(resideInAPackage("org.chartlift.operation.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework.jdbc..",
                    "org.springframework.transaction..",
                    "jakarta.persistence..",
                    "ca.uhn.fhir.jpa.api.dao.."));

    /** Constants excepted: a static initializer knows no map. */
    @ArchTest
    static final ArchRule patternsFromMapsRunOnRe2 = noClasses()
            .that(resideInAPackage("org.chartlift.mapping.."))
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "a pattern of Java's own is compiled outside of a constant",
                    call -> call.getTargetOwner().isEquivalentTo(Pattern.class)
                            && call.getTarget().getName().equals("compile")
                            && !call.getOrigin().getName().equals("<clinit>")))
            .because("a map's pattern must not be able to hang the server, and RE2/J runs in linear time");

    @ArchTest
    static final ArchRule onlyMapsHavePatterns = noClasses()
            .that(not(resideInAnyPackage("org.chartlift.mapping..", "org.chartlift.reconcile..")))
            .should()
            .dependOnClassesThat(resideInAPackage("com.google.re2j.."));
}
