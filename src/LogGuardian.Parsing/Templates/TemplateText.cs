using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace LogGuardian.Parsing;

/// <summary>The text of a template and where its units stand in it; a gap is what stands before, between and after them. One string, however many units.</summary>
/// <param name="text">The text, white space at its ends included.</param>
/// <param name="bounds">Start and end of each unit.</param>
internal readonly struct TemplateText(string text, int[] bounds)
{
    public int Count => bounds.Length / 2;

    /// <summary>The text as people see it.</summary>
    public string Trimmed => text.Trim();

    public int Length => text.Length;

    public ReadOnlySpan<char> Word(int index) => text.AsSpan(bounds[2 * index]..bounds[(2 * index) + 1]);

    /// <summary>What stands before a unit, or after the last one.</summary>
    public ReadOnlySpan<char> Gap(int index) => text.AsSpan((index == 0 ? 0 : bounds[(2 * index) - 1])..(index == Count ? text.Length : bounds[2 * index]));

    /// <summary>The text with wildcards at these places, as bits.</summary>
    public TemplateText WithWildcards(ulong places)
    {
        var builder = new TemplateTextBuilder();
        for (int i = 0; i < Count; i++)
        {
            builder.AddGap(Gap(i));
            builder.AddWord(i < 64 && (places >> i & 1) != 0 ? MaskNames.Wildcard : Word(i));
        }

        builder.AddGap(Gap(Count));
        return builder.Build();
    }

    /// <summary>The same for texts that differ only in masks that stand in for each other.</summary>
    public TemplateId IdOf(UnitRole[] roles)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = 0;
        for (int i = 0; i < Count; i++)
        {
            length += Encoding.UTF8.GetBytes(Gap(i), bytes.AsSpan(length));
            length += Encoding.UTF8.GetBytes(roles[i] == UnitRole.Value ? MaskNames.Canonical(Word(i)) : Word(i), bytes.AsSpan(length));
        }

        length += Encoding.UTF8.GetBytes(Gap(Count), bytes.AsSpan(length));
        var id = new TemplateId(XxHash3.HashToUInt64(bytes.AsSpan(0, length)) | 1);
        ArrayPool<byte>.Shared.Return(bytes);
        return id;
    }
}
