package org.chartlift.interceptor;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.util.ArrayList;
import java.util.List;
import org.chartlift.interceptor.hold.HoldOperation;
import org.chartlift.interceptor.hold.Holds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Puts the hooks on the server when all beans stand and before it serves, and takes them off again. */
final class InterceptorRegistrar implements SmartInitializingSingleton, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(InterceptorRegistrar.class);

    private final IInterceptorService hooks;
    private final InterceptorSettings settings;
    private final TransactionLogs logs;
    private final StoredResources stored;
    private final WriteRules rules;
    private final Holds holds;
    private final HostServer host;
    private final List<Object> registered = new ArrayList<>();

    InterceptorRegistrar(
            IInterceptorService hooks,
            InterceptorSettings settings,
            TransactionLogs logs,
            StoredResources stored,
            WriteRules rules,
            Holds holds,
            HostServer host) {
        this.hooks = hooks;
        this.settings = settings;
        this.logs = logs;
        this.stored = stored;
        this.rules = rules;
        this.holds = holds;
        this.host = host;
    }

    @Override
    public void afterSingletonsInstantiated() {
        host.prepare();
        if (settings.audit()) {
            register(new TransactionAuditInterceptor(logs));
        }
        if (settings.immutableEvidence()) {
            register(new ImmutableEvidenceInterceptor(logs));
        }
        register(new EvidenceLinksInterceptor(stored));
        if (settings.legalHolds()) {
            LegalHoldInterceptor guard = new LegalHoldInterceptor(holds, logs);
            register(guard);
            host.restfulServers().forEach(rest -> {
                rest.registerProvider(new HoldOperation(holds));
                rest.registerInterceptor(new LegalHoldRequestsInterceptor(holds, guard));
            });
        }
        if (settings.validation().invariants() || settings.validation().profiles()) {
            register(new WriteValidationInterceptor(rules, stored, logs));
        }
        if (settings.immutableEvidence()) {
            host.restfulServers().forEach(rest -> rest.registerInterceptor(new EvidenceOperationsInterceptor(logs)));
        }
    }

    private void register(Object interceptor) {
        hooks.registerInterceptor(interceptor);
        registered.add(interceptor);
        LOG.info("{} guards this server", interceptor.getClass().getSimpleName());
    }

    @Override
    public void destroy() {
        registered.forEach(hooks::unregisterInterceptor);
    }
}
