using System.Buffers.Binary;
using System.Text;

namespace LogGuardian.Training;

/// <summary>What a 64-bit little-endian ELF library says of symbols and their versions. Every place is checked against the file before it is read.</summary>
internal sealed class ElfLibrary
{
    private const int HeadBytes = 64;
    private const int SectionBytes = 64;
    private const int SymbolBytes = 24;
    private const int NeedBytes = 16;
    private const int DefinitionBytes = 20;
    private const int RelocationBytes = 24;
    private const uint Relocations = 4;
    private const uint Symbols = 11;
    private const uint VersionDefinitions = 0x6ffffffd;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionsOfSymbols = 0x6fffffff;
    private readonly byte[] _bytes;
    private readonly ElfSection[] _sections;

    private ElfLibrary(byte[] bytes, ElfSection[] sections)
    {
        _bytes = bytes;
        _sections = sections;
    }

    /// <exception cref="InvalidDataException">It is not such a library, or damaged.</exception>
    public static ElfLibrary Parse(byte[] bytes)
    {
        _ = Machine(bytes);
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(58));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(60));
        if (size != SectionBytes || count == 0)
        {
            throw Damaged("it lists no sections");
        }

        int at = Place(bytes, start, (ulong)count * SectionBytes);
        var sections = new ElfSection[count];
        for (int i = 0; i < count; i++, at += SectionBytes)
        {
            ReadOnlySpan<byte> section = bytes.AsSpan(at, SectionBytes);
            sections[i] = new ElfSection(
                BinaryPrimitives.ReadUInt32LittleEndian(section[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(section[40..]),
                BinaryPrimitives.ReadUInt64LittleEndian(section[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(section[32..]));
        }

        return new ElfLibrary(bytes, sections);
    }

    /// <summary>The number of the processor that a library is for: 62 for x64, 183 for ARM64.</summary>
    /// <exception cref="InvalidDataException">It is not such a library.</exception>
    public static int Machine(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeadBytes || !start.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            throw Damaged("it does not begin as a 64-bit little-endian ELF file does");
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(start[18..]);
    }

    /// <summary>Versions of symbols that other libraries can ask it for.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IReadOnlySet<string> Defined()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ElfSection section in Of(VersionDefinitions))
        {
            foreach (int at in Chain(section, 0, DefinitionBytes, nextAt: 16))
            {
                int name = Inside(section, at + Number(at + 12), 8);
                names.Add(Text(section, Number(name)));
            }
        }

        return names;
    }

    /// <summary>Versions of symbols that it asks others for.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IReadOnlyList<ElfNeed> Needed()
    {
        var needs = new List<ElfNeed>();
        foreach (ElfSection section in Of(VersionNeeds))
        {
            foreach (int file in Chain(section, 0, NeedBytes, nextAt: 12))
            {
                foreach (int at in Chain(section, file - (long)section.Offset + Number(file + 8), NeedBytes, nextAt: 12))
                {
                    needs.Add(new ElfNeed(Text(section, Number(at + 8)), Short(at + 6), at + 4));

                    // Lists that share their ends would take the square of their length.
                    if ((ulong)needs.Count >= section.Size / NeedBytes)
                    {
                        throw Damaged("its lists of versions run into each other");
                    }
                }
            }
        }

        return needs;
    }

    /// <summary>Symbols marked with a version.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public IReadOnlyList<ElfSymbol> Marked(int version)
    {
        var found = new List<ElfSymbol>();
        foreach (ElfSection versions in Of(VersionsOfSymbols))
        {
            ElfSection symbols = Linked(versions);
            if (symbols.Type != Symbols || versions.Size / 2 != symbols.Size / SymbolBytes)
            {
                throw Damaged("it has not one version for each symbol");
            }

            int marks = Place(_bytes, versions.Offset, versions.Size);
            int start = Place(_bytes, symbols.Offset, symbols.Size);
            for (int i = 0; i < (int)(versions.Size / 2); i++)
            {
                if ((Short(marks + (2 * i)) & 0x7fff) == version)
                {
                    int at = start + (i * SymbolBytes);
                    found.Add(new ElfSymbol(Text(symbols, Number(at)), at + 4, Short(at + 6) != 0, IsUsed((uint)i)));
                }
            }
        }

        return found;
    }

    private static InvalidDataException Damaged(string why) => new($"The file is no library, or damaged: {why}.");

    private static int Place(byte[] bytes, ulong start, ulong size)
    {
        ulong length = (ulong)bytes.Length;
        return start <= length && size <= length - start ? (int)start : throw Damaged("it ends before what it lists");
    }

    private bool IsUsed(uint symbol)
    {
        foreach (ElfSection section in Of(Relocations))
        {
            int at = Place(_bytes, section.Offset, section.Size);
            int end = at + (int)section.Size;
            for (; end - at >= RelocationBytes; at += RelocationBytes)
            {
                if (Number(at + 12) == symbol)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private IEnumerable<ElfSection> Of(uint type) => _sections.Where(section => section.Type == type && section.Size > 0);

    private ElfSection Linked(ElfSection section) => section.Link < _sections.Length ? _sections[section.Link] : throw Damaged("a section refers to one that is not there");

    /// <summary>Where the entries of a list are. Each says how far the next is, so that a list goes on to the end of its section at most.</summary>
    private IEnumerable<int> Chain(ElfSection section, long start, int size, int nextAt)
    {
        for (long offset = start; ;)
        {
            int at = Inside(section, (long)section.Offset + offset, size);
            yield return at;
            uint next = Number(at + nextAt);
            if (next == 0)
            {
                yield break;
            }

            if (next < size)
            {
                throw Damaged("entries of a list overlap");
            }

            offset += next;
        }
    }

    private int Inside(ElfSection section, long at, int size)
    {
        int start = Place(_bytes, section.Offset, section.Size);
        return at >= start && at + size <= start + (long)section.Size ? (int)at : throw Damaged("a list leaves its section");
    }

    private uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private string Text(ElfSection of, uint offset)
    {
        ElfSection names = Linked(of);
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(Place(_bytes, names.Offset, names.Size), (int)names.Size);
        int length = offset < bytes.Length ? bytes[(int)offset..].IndexOf((byte)0) : -1;
        return length < 0 ? throw Damaged("a name leaves its section") : Encoding.UTF8.GetString(bytes.Slice((int)offset, length));
    }
}
