package io.emstream.codec;
/** Stub. */
public final class ModelEventJson {
    private ModelEventJson() {}
    /** Stub. */
    public static byte[] encode(String n, io.emstream.learn.ModelEvent m) {
        return ("{\"type\":\"" + m.type() + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
