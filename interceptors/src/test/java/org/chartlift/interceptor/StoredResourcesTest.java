package org.chartlift.interceptor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredResourcesTest {
    @ParameterizedTest
    @CsvSource({"19700501,19700501,1970-05-01", "19700501,19700531,1970-05", "19700101,19701231,1970"})
    void the_index_of_a_date_tells_its_precision(int low, int high, String date) {
        assertThat(StoredResources.fhirDate(low, high)).isEqualTo(date);
    }
}
