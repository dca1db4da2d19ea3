namespace LogGuardian.Training;

/// <summary>Projector and prompt of a decoder that reads the vectors of messages.</summary>
/// <param name="Projector">Makes rows of vectors.</param>
/// <param name="Before">Rows of the prompt before the messages, [rows, numbers of a row].</param>
/// <param name="After">Rows of the prompt after them.</param>
internal sealed record FoldedPrompt(ProjectorModel Projector, Weight Before, Weight After);
