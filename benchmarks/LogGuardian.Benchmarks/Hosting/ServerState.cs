namespace LogGuardian.Benchmarks;

/// <summary>What a server has used and read until now.</summary>
/// <param name="Processor">Milliseconds of processors.</param>
/// <param name="Written">Records that entered the channel.</param>
/// <param name="Dropped">Records that did not.</param>
/// <param name="Read">Lines that the pipeline has read.</param>
/// <param name="Memory">Bytes of the working set.</param>
internal sealed record ServerState(double Processor, long Written, long Dropped, long Read, long Memory);
