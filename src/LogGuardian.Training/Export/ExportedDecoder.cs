using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>Projector, prompt and decoder of an exported bundle.</summary>
internal sealed record ExportedDecoder
{
    /// <summary>Size of the decoder.</summary>
    public required DecoderShape Shape { get; init; }

    /// <summary>Weights of the decoder by Hugging Face's names.</summary>
    public required IReadOnlyDictionary<string, Weight> Weights { get; init; }

    /// <summary><c>weight</c> and <c>bias</c> of the projector.</summary>
    public required IReadOnlyDictionary<string, Weight> Projector { get; init; }

    /// <summary>The text before the messages.</summary>
    public required string Before { get; init; }

    /// <summary>The text after the messages.</summary>
    public required string After { get; init; }

    /// <summary>The vectors of the tokens of <see cref="Before"/>, [tokens, hidden]; see <see cref="DecoderModel.RowsOf"/>.</summary>
    public required Weight RowsBefore { get; init; }

    /// <summary>The vectors of the tokens of <see cref="After"/>; at least one.</summary>
    public required Weight RowsAfter { get; init; }

    /// <summary>The token that says that a window is normal.</summary>
    public required int Normal { get; init; }

    /// <summary>The token that says that it is anomalous.</summary>
    public required int Anomalous { get; init; }

    /// <summary>What the answer is worth.</summary>
    public BundleCalibration Calibration { get; init; } = new();

    /// <summary>The most messages of a window.</summary>
    public int MaxMessages { get; init; } = 128;

    /// <summary>Whether projector and prompt become part of the decoder, and not files beside it.</summary>
    public bool Folded { get; init; }

    /// <exception cref="ArgumentException">A value is not what it must be; the message names it.</exception>
    public void Validated()
    {
        Shape.Validated();
        Rule.Require(Normal != Anomalous, nameof(Anomalous), Anomalous, "another token than that of normal windows");
        foreach ((string name, Weight rows, int least) in ((string, Weight, int)[])[(nameof(RowsBefore), RowsBefore, 0), (nameof(RowsAfter), RowsAfter, 1)])
        {
            bool fits = rows.Shape is [long count, long width] && count >= least && width == Shape.Hidden && rows.Values.LongLength == count * width;
            Rule.Require(fits, name, $"[{string.Join(", ", rows.Shape)}]", $"[at least {least}, {Shape.Hidden}], a vector of the decoder for each token of the prompt");
        }

        long most = RowsBefore.Shape[0] + MaxMessages + RowsAfter.Shape[0];
        Rule.Require(MaxMessages >= 1 && most <= Shape.MaxRows, nameof(MaxMessages), MaxMessages, $"at least 1 and, with the rows of the prompt, at most the {Shape.MaxRows} that the decoder reads");
    }
}
