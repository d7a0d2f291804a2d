package org.chartlift.interceptor;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.config.JpaConfig;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.util.Optional;
import org.chartlift.audit.VersionTracker;
import org.chartlift.interceptor.InterceptorSettings.UnknownProfile;
import org.chartlift.interceptor.InterceptorSettings.Validation;
import org.chartlift.interceptor.hold.Holds;
import org.chartlift.validation.MigrationInvariants;
import org.chartlift.validation.ProfileSettings;
import org.chartlift.validation.ProfileValidator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/**
 * Puts the hooks on a HAPI FHIR JPA server (R4) by nothing but the jar's presence. They go to the JPA
 * {@link IInterceptorService}: hooks of the RestfulServer never see what jobs and DAOs write.
 */
@AutoConfiguration
@ConditionalOnBean({IInterceptorService.class, DaoRegistry.class})
@ConditionalOnProperty(name = "chartlift.interceptors.enabled", matchIfMissing = true)
@EnableConfigurationProperties(InterceptorSettings.class)
public class ChartliftInterceptorsAutoConfiguration {
    @Bean
    RefusalLog chartliftRefusalLog(DaoRegistry daos) {
        return new RefusalLog(daos);
    }

    @Bean
    TransactionLogs chartliftTransactionLogs(
            DaoRegistry daos,
            EntityManagerFactory entities,
            RefusalLog refusals,
            ObjectProvider<Clock> clock,
            ObjectProvider<VersionTracker> tracker) {
        Evidence evidence = new Evidence(daos, SharedEntityManagerCreator.createSharedEntityManager(entities));
        return new TransactionLogs(
                evidence,
                refusals,
                clock.getIfAvailable(Clock::systemUTC),
                tracker.getIfAvailable(VersionTracker::none));
    }

    @Bean
    StoredResources chartliftStoredResources(EntityManagerFactory entities) {
        return new StoredResources(SharedEntityManagerCreator.createSharedEntityManager(entities));
    }

    /** Shared with code that validates before it opens a transaction, so that definitions are loaded once. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "chartlift.interceptors.validation.profiles", matchIfMissing = true)
    ProfileValidator chartliftProfileValidator(InterceptorSettings settings, BeanFactory beans) {
        Validation validation = settings.validation();
        ProfileSettings profiles =
                new ProfileSettings(validation.packages(), validation.unknownProfile() == UnknownProfile.ERROR);
        return validation.serverProfiles() && beans.containsBean(JpaConfig.JPA_VALIDATION_SUPPORT)
                ? ProfileValidator.create(
                        profiles, beans.getBean(JpaConfig.JPA_VALIDATION_SUPPORT, IValidationSupport.class))
                : ProfileValidator.create(profiles);
    }

    @Bean
    WriteRules chartliftWriteRules(
            InterceptorSettings settings, ObjectProvider<ProfileValidator> profiles, ObjectProvider<Clock> clock) {
        Optional<MigrationInvariants> invariants =
                settings.validation().invariants() ? Optional.of(new MigrationInvariants()) : Optional.empty();
        Optional<ProfileValidator> validator =
                settings.validation().profiles() ? Optional.ofNullable(profiles.getIfAvailable()) : Optional.empty();
        return new WriteRules(invariants, validator, clock.getIfAvailable(Clock::systemUTC));
    }

    /** Shared with code that asks who is held before it writes. */
    @Bean
    Holds chartliftHolds(
            DaoRegistry daos,
            IHapiTransactionService transactions,
            EntityManagerFactory entities,
            ObjectProvider<Clock> clock) {
        return new Holds(
                daos,
                transactions,
                SharedEntityManagerCreator.createSharedEntityManager(entities),
                clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    InterceptorRegistrar chartliftInterceptorRegistrar(
            IInterceptorService hooks,
            InterceptorSettings settings,
            TransactionLogs logs,
            StoredResources stored,
            WriteRules rules,
            Holds holds,
            BeanFactory beans) {
        return new InterceptorRegistrar(hooks, settings, logs, stored, rules, holds, new HostServer(beans));
    }

    @Bean
    ProfileWarmUp chartliftProfileWarmUp(InterceptorSettings settings, ObjectProvider<ProfileValidator> profiles) {
        Validation validation = settings.validation();
        return new ProfileWarmUp(validation.profiles() && validation.warmUp(), profiles);
    }
}
