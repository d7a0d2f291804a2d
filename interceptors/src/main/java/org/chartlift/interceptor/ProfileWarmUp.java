package org.chartlift.interceptor;

import org.chartlift.validation.ProfileValidator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Loads the validator's definitions beside the rest of the start, because that takes as long. */
final class ProfileWarmUp implements SmartInitializingSingleton {
    private final boolean wanted;
    private final ObjectProvider<ProfileValidator> profiles;

    ProfileWarmUp(boolean wanted, ObjectProvider<ProfileValidator> profiles) {
        this.wanted = wanted;
        this.profiles = profiles;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (wanted) {
            profiles.ifAvailable(validator -> {
                Thread thread = new Thread(validator::warmUp, "chartlift-validator-warm-up");
                thread.setDaemon(true);
                thread.start();
            });
        }
    }
}
