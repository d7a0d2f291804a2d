package org.chartlift.server;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** Takes the data folder before anything slow begins, so that a second server on it is refused at once. */
final class DataDirectoryInitializer implements ApplicationContextInitializer<GenericApplicationContext> {
    @Override
    public void initialize(GenericApplicationContext context) {
        ChartliftProperties properties = Binder.get(context.getEnvironment())
                .bindOrCreate(ChartliftProperties.PREFIX, ChartliftProperties.class);
        DataDirectory directory = DataDirectory.open(properties.dataDir());
        context.registerBean(DataDirectory.class, () -> directory);
    }
}
