package org.chartlift.rollback.delta;

import java.util.List;

/** How resources of one type become a message. Stateless or immutable. */
interface MessageMap {
    /** MSH-9. */
    String event();

    /** Elements without which the rest would say something else: if one of them finds no place, there is no message. */
    List<String> critical();

    /**
     * The segments behind MSH and EVN.
     *
     * @param resource takes from it what it expresses
     * @throws InexpressibleException if there must be no message
     */
    List<Segment> segments(Part resource, LaterChange change) throws InexpressibleException;
}
