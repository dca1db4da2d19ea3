namespace LogGuardian.Parsing;

/// <summary>One field of a header and the constant text before it; a blank in that text stands for a run of blanks and tabs.</summary>
internal sealed class HeaderStep
{
    public HeaderStep(string name, FieldKind kind, byte[] lead, int position)
    {
        Name = name;
        Kind = kind;
        Lead = lead;
        GroupEnd = position;
        IsBlank = lead is [(byte)' '];
    }

    public string Name { get; }

    public FieldKind Kind { get; }

    /// <summary>Text between the field before and this field; for the first step after an optional part, without that part.</summary>
    public byte[] Lead { get; }

    /// <summary>Whether <see cref="Lead"/> is nothing but blanks.</summary>
    public bool IsBlank { get; }

    /// <summary>For the first step of an optional part: index of the step after the part. Otherwise the step's own index.</summary>
    public int GroupEnd { get; set; }

    /// <summary>For the first step of an optional part: the part's closing text and the lead of the step after it.</summary>
    public byte[] GroupTail { get; set; } = [];

    public bool StartsGroup { get; set; }
}
