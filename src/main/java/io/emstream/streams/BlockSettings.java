package io.emstream.streams;

import io.emstream.codec.BlockAnswers;
import io.emstream.codec.BlockDecoder;
import java.util.function.Supplier;

/**
 * How records that hold many points are read and answered.
 *
 * @param decoders makes a decoder of blocks for each task
 * @param answers makes a writer of answers for each task
 * @param maxAnswerBytes a block whose answer could take more, with its key and headers, is a dead letter
 */
public record BlockSettings(Supplier<BlockDecoder> decoders, Supplier<BlockAnswers> answers, int maxAnswerBytes) {}
