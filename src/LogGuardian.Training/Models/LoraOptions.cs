namespace LogGuardian.Training;

/// <summary>
/// Low-rank adaptation (LoRA, arXiv 2106.09685): matrices stay as they are, and beside each chosen one a product of two thin ones learns, which is added to it at the end.
/// </summary>
public sealed record LoraOptions
{
    /// <summary>Columns of the thin matrices; 1 to 1,024, default 8.</summary>
    public int Rank { get; set; } = 8;

    /// <summary>The product counts <see cref="Alpha"/> / <see cref="Rank"/> times; above 0, default 16.</summary>
    public double Alpha { get; set; } = 16;

    /// <summary>Share of the product's inputs that are left out at random while it learns; 0 to 0.9, default 0.1.</summary>
    public double Dropout { get; set; } = 0.1;

    /// <summary>
    /// Which matrices: the last part of their names, such as <c>query</c> or <c>q_proj</c>; by default queries and values, as PEFT has it for both kinds of models.
    /// </summary>
    public IReadOnlyList<string> Targets { get; set; } = ["query", "value", "q_proj", "v_proj"];

    /// <summary>
    /// Whether the matrices of all layers, chosen or not, are in 4 bits while thin ones learn (QLoRA, arXiv 2305.14314): an eighth of their memory, each product of them a little slower, and the weights are rounded,
    /// in what is saved too, for the thin ones learned beside the rounded ones. For longer windows and larger batches; a model is opened and saved in float32 in any case. Default false.
    /// </summary>
    public bool FourBit { get; set; }

    internal double Scale => Alpha / Rank;

    internal bool Adapts(string matrix) => Targets.Any(target => matrix.EndsWith("." + target, StringComparison.Ordinal));

    internal LoraOptions Validated()
    {
        Rule.Require(Rank is >= 1 and <= 1024, nameof(Rank), Rank, "between 1 and 1,024");
        Rule.Require(Alpha > 0 && double.IsFinite(Alpha), nameof(Alpha), Alpha, "above 0");
        Rule.Require(Dropout is >= 0 and <= 0.9, nameof(Dropout), Dropout, "between 0 and 0.9");
        Rule.Require(Targets.Count > 0, nameof(Targets), "empty", "at least one name, such as q_proj");
        return this with { };
    }
}
