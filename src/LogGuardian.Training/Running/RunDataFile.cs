using System.Security.Cryptography;

namespace LogGuardian.Training;

/// <summary>A file that a run learned from or was measured on.</summary>
/// <param name="Path">Its path, as it was given.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Lines">Its lines; a last one without line break counts.</param>
/// <param name="Sha256">Checksum of its bytes in lower-case hexadecimal digits.</param>
internal sealed record RunDataFile(string Path, long Bytes, long Lines, string Sha256)
{
    /// <summary>Reads a file once from end to end.</summary>
    public static async Task<RunDataFile> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[1 << 18];
        (long bytes, long lines, bool isOpen) = (0, 0, false);
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            for (int read; (read = await file.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(chunk, 0, read);
                bytes += read;
                lines += chunk.AsSpan(0, read).Count((byte)'\n');
                isOpen = chunk[read - 1] != '\n';
            }
        }

        return new RunDataFile(path, bytes, lines + (isOpen ? 1 : 0), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
