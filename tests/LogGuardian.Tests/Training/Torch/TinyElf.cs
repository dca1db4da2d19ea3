using System.Buffers.Binary;
using System.Text;

namespace LogGuardian.Tests.Training.Torch;

/// <summary>The least ELF library that needs a version of a symbol, and defines another: its parts lie at places that are known.</summary>
internal static class TinyElf
{
    public const string Symbol = "_ZSt21ios_base_library_initv";
    public const int Versions = Symbols + (2 * 24);
    public const int Needs = Versions + 4;
    public const int SymbolInfo = Symbols + 24 + 4;
    public const int NeedFlags = Needs + 16 + 4;
    public const int NeedNext = Needs + 16 + 12;
    public const int FileNext = Needs + 12;
    public const int RelocationSymbol = Relocations + 12;
    private const int Names = 64;
    private const int NamesBytes = 128;
    private const int Symbols = Names + NamesBytes;
    private const int Definitions = Needs + 32;
    private const int Relocations = Definitions + 28;
    private const int Sections = Relocations + 24;

    public static byte[] Build(string symbol = Symbol)
    {
        byte[] bytes = new byte[Sections + (7 * 64)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(bytes);
        Short(16, 3);
        Short(18, 62);
        Long(40, Sections);
        Short(58, 64);
        Short(60, 7);
        Text(1, symbol);
        Text(64, "GLIBCXX_3.4.32");
        Text(96, "OWN_1.0");
        Int(Symbols + 24, 1);
        bytes[SymbolInfo] = 0x12;
        Short(Versions + 2, 18);
        Short(Needs, 1);
        Short(Needs + 2, 1);
        Int(Needs + 8, 16);
        Short(NeedFlags + 2, 18);
        Int(NeedFlags + 4, 64);
        Short(Definitions, 1);
        Int(Definitions + 12, 20);
        Int(Definitions + 20, 96);
        Section(1, 3, 0, Names, NamesBytes);
        Section(2, 11, 1, Symbols, 48);
        Section(3, 0x6fffffff, 2, Versions, 4);
        Section(4, 0x6ffffffe, 1, Needs, 32);
        Section(5, 0x6ffffffd, 1, Definitions, 28);
        Section(6, 4, 2, Relocations, 24);
        return bytes;

        void Short(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);
        void Int(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
        void Long(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
        void Text(int at, string text) => Encoding.ASCII.GetBytes(text, bytes.AsSpan(Names + at));
        void Section(int index, uint type, uint link, int offset, int size)
        {
            int at = Sections + (index * 64);
            Int(at + 4, type);
            Long(at + 24, (ulong)offset);
            Long(at + 32, (ulong)size);
            Int(at + 40, link);
        }
    }
}
