package io.emstream.app.settings;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Adds keys to a definition, numbered within their group. */
final class KeyGroups {
    private final ConfigDef definition = new ConfigDef();
    private String group = "";
    private int order;

    /** The keys that follow belong to this group. */
    void group(String name) {
        group = name;
        order = 0;
    }

    /** Adds a key to the current group. */
    void add(
            String key,
            ConfigDef.Type type,
            Object byDefault,
            Range range,
            Importance importance,
            String documentation) {
        definition.define(key, type, byDefault, range, importance, documentation, group, order++, Width.MEDIUM, key);
    }

    /** All keys so far. */
    ConfigDef definition() {
        return definition;
    }
}
