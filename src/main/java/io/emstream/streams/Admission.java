package io.emstream.streams;

import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;

/** What a record must be for its point to be looked at, whatever its format. */
final class Admission {
    private final StreamSettings stream;

    Admission(StreamSettings stream) {
        this.stream = stream;
    }

    /** Of a record as large as a topic takes there would be no label: it has the same key and headers, and a longer value. */
    void checkSize(Record<byte[], byte[]> input) throws RejectedPointException {
        long size = RecordSize.besideValue(input.key(), input.headers()) + RecordSize.length(input.value());
        if (size > stream.maxPointBytes()) {
            throw new RejectedPointException(
                    Reason.TOO_LARGE,
                    "record takes " + size + " bytes with its key and headers, may take " + stream.maxPointBytes());
        }
    }

    /** A time may lie ahead of the clock only so far. */
    void checkTime(long time, long now) throws RejectedPointException {
        Duration maxAhead = stream.maxAhead();
        if (maxAhead != null && time > now + maxAhead.toMillis()) {
            throw new RejectedPointException(
                    Reason.BAD_TIMESTAMP,
                    "the time is " + Instant.ofEpochMilli(time) + ", must be at most " + maxAhead
                            + " ahead of the clock, which says " + Instant.ofEpochMilli(now));
        }
    }
}
