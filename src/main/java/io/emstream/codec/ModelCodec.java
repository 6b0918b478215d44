package io.emstream.codec;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Parameter;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of the model-broadcast topic: a model in full precision.
 *
 * <pre>
 * byte    'M'
 * byte    version of the layout, 1
 * string  name
 * long    version of the model
 * long    parent
 * int     layout epoch
 * int     d, number of features
 * string    name of the feature: d times
 * string  family
 * int     K, number of components
 * K times:
 * double    mixing weight
 * long      cluster id
 * long      born
 * double    effective points
 * int       number of parameters
 * for each:
 * string      name
 * byte        shape: 1 SCALAR, 2 VECTOR, 3 MATRIX
 * int         number of values
 * double      values
 * byte    noise: 0 none, 1 there is
 * if there is:
 * double    weight
 * double    width of the box: d times
 * long    points
 * double  effective points
 * string  forgetting
 * double  mean log-likelihood of the last fold
 * double  prequential mean log-likelihood
 * long    event time
 * </pre>
 *
 * Numbers are big-endian, doubles are their raw bits, a string is an int, the number of its bytes, and those in UTF-8.
 * Nothing may follow.
 */
public final class ModelCodec {
    private static final char LETTER = 'M';
    private static final int VERSION = 1;

    private final Function<String, Family> families;

    /**
     * Reads models of these families.
     *
     * @param families the family of a name; throws {@link IllegalArgumentException} if there is none
     */
    public ModelCodec(Function<String, Family> families) {
        this.families = families;
    }

    /** The bytes of a model. */
    public byte[] encode(Model model) {
        ByteWriter to = new ByteWriter(LETTER, VERSION);
        write(model, to);
        return to.toBytes();
    }

    /**
     * The model in these bytes.
     *
     * @throws MalformedBytesException if there is none
     */
    public Model decode(byte[] bytes) {
        ByteReader from = new ByteReader(bytes, LETTER, VERSION);
        Model model = read(from);
        from.end();
        return model;
    }

    static void write(Model model, ByteWriter to) {
        Mixture mixture = model.mixture();
        to.writeString(model.name());
        to.writeLong(model.version());
        to.writeLong(model.parent());
        to.writeInt(model.layoutEpoch());
        to.writeInt(model.features().dimension());
        model.features().names().forEach(to::writeString);
        to.writeString(mixture.family().name());
        to.writeInt(mixture.size());
        for (int k = 0; k < mixture.size(); k++) {
            to.writeDouble(mixture.weight(k));
            to.writeLong(mixture.cluster(k));
            to.writeLong(model.clusters().get(k).born());
            to.writeDouble(model.clusters().get(k).effectivePoints());
            writeParameters(mixture.component(k).parameters(), to);
        }
        writeNoise(mixture.noise(), to);
        to.writeLong(model.points());
        to.writeDouble(model.effectivePoints());
        to.writeString(model.forgetting());
        to.writeDouble(model.foldMeanLogLikelihood());
        to.writeDouble(model.prequentialMeanLogLikelihood());
        to.writeLong(model.eventTime());
    }

    Model read(ByteReader from) {
        String name = from.readString("name");
        long version = from.readLong();
        long parent = from.readLong();
        int layoutEpoch = from.readInt();
        Features features = readFeatures(from);
        Family family = readFamily(from);
        int size = from.readCount("components", 1, 4L * Long.BYTES + Integer.BYTES);
        double[] weights = new double[size];
        long[] ids = new long[size];
        List<Model.Cluster> clusters = new ArrayList<>(size);
        List<Component> components = new ArrayList<>(size);
        for (int k = 0; k < size; k++) {
            weights[k] = from.readDouble();
            ids[k] = from.readLong();
            long born = from.readLong();
            clusters.add(new Model.Cluster(born, from.readDouble()));
            components.add(readComponent(family, features.dimension(), from));
        }
        Mixture mixture = withNoise(new Mixture(family, weights, components, ids), from);
        return new Model(
                name,
                version,
                parent,
                layoutEpoch,
                features,
                mixture,
                clusters,
                from.readLong(),
                from.readDouble(),
                from.readString("forgetting"),
                from.readDouble(),
                from.readDouble(),
                from.readLong());
    }

    private static Features readFeatures(ByteReader from) {
        int at = from.position();
        int dimension = from.readCount("features", 1, Integer.BYTES);
        List<String> names = new ArrayList<>(dimension);
        for (int feature = 0; feature < dimension; feature++) {
            names.add(from.readString("the name of a feature"));
        }
        try {
            return new Features(names);
        } catch (IllegalArgumentException refused) {
            throw from.malformed(at, refused);
        }
    }

    private Family readFamily(ByteReader from) {
        int at = from.position();
        String name = from.readString("family");
        try {
            return families.apply(name);
        } catch (IllegalArgumentException refused) {
            throw from.malformed(at, refused);
        }
    }

    private static Component readComponent(Family family, int dimension, ByteReader from) {
        int at = from.position();
        Map<String, Parameter> parameters = readParameters(from);
        try {
            return family.component(parameters, dimension);
        } catch (IllegalArgumentException refused) {
            throw from.malformed(at, refused);
        }
    }

    private static void writeNoise(@Nullable Noise noise, ByteWriter to) {
        to.writeByte(noise == null ? 0 : 1);
        if (noise != null) {
            to.writeDouble(noise.weight());
            to.writeDoubles(noise.widths());
        }
    }

    /** The components beside the noise that follows, if there is any. */
    private static Mixture withNoise(Mixture components, ByteReader from) {
        int at = from.position();
        int present = from.readByte();
        if (present > 1) {
            throw from.malformed(at, "noise is " + present + ", must be 0 or 1");
        }
        if (present == 0) {
            return components;
        }
        double weight = from.readDouble();
        double[] widths = from.readDoubles(components.dimension());
        try {
            return new Mixture(
                    components.family(),
                    components.weights(),
                    components.components(),
                    components.clusters(),
                    new Noise(weight, widths));
        } catch (IllegalArgumentException refused) {
            throw from.malformed(at, refused);
        }
    }

    private static void writeParameters(List<Parameter> parameters, ByteWriter to) {
        to.writeInt(parameters.size());
        for (Parameter parameter : parameters) {
            to.writeString(parameter.name());
            to.writeByte(
                    switch (parameter.shape()) {
                        case SCALAR -> 1;
                        case VECTOR -> 2;
                        case MATRIX -> 3;
                    });
            to.writeInt(parameter.values().length);
            to.writeDoubles(parameter.values());
        }
    }

    private static Map<String, Parameter> readParameters(ByteReader from) {
        int count = from.readCount("parameters", 0, 2L * Integer.BYTES + 1);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int at = from.position();
            String name = from.readString("the name of a parameter");
            if (parameters.put(name, readParameter(name, from)) != null) {
                throw from.malformed(at, "parameter " + name + " is there twice");
            }
        }
        return parameters;
    }

    private static Parameter readParameter(String name, ByteReader from) {
        int at = from.position();
        int shape = from.readByte();
        double[] values = from.readDoubles(from.readCount("values", 1, Double.BYTES));
        return switch (shape) {
            case 1 -> {
                if (values.length != 1) {
                    throw from.malformed(at, name + " is one number, but has " + values.length);
                }
                yield Parameter.scalar(name, values[0]);
            }
            case 2 -> Parameter.vector(name, values);
            case 3 -> Parameter.matrix(name, values);
            default -> throw from.malformed(at, "shape of " + name + " is " + shape + ", must be 1 to 3");
        };
    }
}
