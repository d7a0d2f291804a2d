package org.chartlift.cli.sample;

import java.util.List;

/** All events of one human being, oldest first. One life may hold two charts, if it was registered twice. */
record Life(int index, List<Event> events) {}
