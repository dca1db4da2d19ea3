using ZstdSharp;

namespace LogGuardian.Cli;

/// <summary>Reads zstd, which the platform does not know.</summary>
internal static class Zstd
{
    /// <summary>For <see cref="LogReadOptions.Decompress"/>.</summary>
    public static Stream? Decompress(ReadOnlyMemory<byte> head, Stream content) =>
        head.Span is [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..]
            ? new DecompressionStream(content, leaveOpen: false)
            : null;
}
