namespace LogGuardian.TestModels;

/// <summary>Projector and prompt of a decoder that reads the vectors of messages.</summary>
/// <param name="Projector">Makes rows of vectors.</param>
/// <param name="Before">Rows of the prompt before the messages.</param>
/// <param name="After">Rows of the prompt after them.</param>
public sealed record FoldedPrompt(ProjectorWeights Projector, Matrix Before, Matrix After);
