using System.Diagnostics;
using System.Globalization;
using System.Text;
using LogGuardian.Inference;

namespace LogGuardian.Cli;

/// <summary>Measures a bundle: how long it takes to load, how many messages it encodes in a second, and what memory it takes.</summary>
internal sealed class ModelBench(Ink ink, TimeSpan length)
{
    public const int DefaultSeconds = 2;
    public const int MostSeconds = 3600;
    private const int Messages = 512;
    private const int Callers = 2;
    private const int WindowMessages = 20;
    private const int Learned = 32;
    private const int NameWidth = 34;

    /// <param name="open">Opens the bundle.</param>
    /// <param name="source">Lines to encode; null for made ones.</param>
    /// <param name="stop">Stops between two calls.</param>
    public async Task RunAsync(Func<ModelBundle> open, ILogSource? source, CancellationToken stop)
    {
        ParsedLog[] logs = source is null ? Made() : await ReadAsync(source, stop).ConfigureAwait(false);
        long before = Memory();
        var clock = Stopwatch.StartNew();
        using ModelBundle bundle = open();
        Row("check", Milliseconds(clock));
        clock.Restart();
        using MessageEncoder encoder = bundle.CreateEncoder(new EncoderOptions { MaxCached = 0 });
        float[] vectors = new float[logs.Length * encoder.Dimension];
        Row("load the encoder", Milliseconds(clock));
        clock.Restart();
        await encoder.EncodeAsync(logs.AsMemory(0, 1), vectors, stop).ConfigureAwait(false);
        Row("first message", Milliseconds(clock));
        Row("encode, one core", Rate(await MeasureAsync(encoder, logs, 1, stop).ConfigureAwait(false)));
        Row("encode, two cores", Rate(await MeasureAsync(encoder, logs, Callers, stop).ConfigureAwait(false)));
        EncoderCounts counts = encoder.Counts;
        Row("tokens of a message", ((double)counts.Tokens / counts.Encoded).ToString("0.0", CultureInfo.InvariantCulture));
        Row("messages of a batch", ((double)counts.Encoded / counts.Batches).ToString("0.0", CultureInfo.InvariantCulture));
        using MessageEncoder cached = bundle.CreateEncoder();
        await cached.EncodeAsync(logs, vectors, stop).ConfigureAwait(false);
        Row("kept vectors, one core", Rate(await MeasureAsync(cached, logs, 1, stop).ConfigureAwait(false)));
        if (bundle.Manifest.Decoder is not null)
        {
            Row(FormattableString.Invariant($"judge windows of {WindowMessages}, one core"), ScanSummary.Number((long)await JudgeAsync(bundle, logs, stop).ConfigureAwait(false)) + " windows/s");
        }

        Row("memory", ScanSummary.Number((Memory() - before) / 1024 / 1024) + " MiB");
    }

    private static string Milliseconds(Stopwatch clock) => clock.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    private static string Rate(double perSecond) => ScanSummary.Number((long)perSecond) + " messages/s";

    private static long Memory()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static ParsedLog[] Made() => [.. Enumerable.Range(0, Messages).Select(i => Log((FormattableString)((i % 8) switch
    {
        0 => $"Receiving block blk_{i * 7919L} src: /10.250.{i % 250}.106:54106 dest: /10.250.{i % 250}.106:50010",
        1 => $"PacketResponder {i} for block blk_{i * 7919L} terminating",
        2 => $"connection received: host=10.0.0.{i % 250} port={40000 + i}",
        3 => $"duration: {i * 0.37:0.000} ms statement: SELECT id, name FROM products WHERE id = {i}",
        4 => $"GET /api/orders/{i} responded 200 in {i * 0.11:0.00} ms",
        5 => $"instruction cache parity error corrected at 0x{i * 65537:x8}",
        6 => $"session opened for user app{i} by (uid={i % 10})",
        _ => (FormattableString)$"worker {i} ready",
    })))];

    private static ParsedLog Log(FormattableString text)
    {
        byte[] content = Encoding.UTF8.GetBytes(FormattableString.Invariant(text));
        string template = Encoding.UTF8.GetString(content);
        return new ParsedLog(new LogLine("bench", 1, content), content, new LogTemplate(new TemplateId((ulong)template.GetHashCode(StringComparison.Ordinal) | 1), template), default);
    }

    /// <summary>The first different messages of a log, parsed.</summary>
    private static async Task<ParsedLog[]> ReadAsync(ILogSource source, CancellationToken stop)
    {
        using AnomalyDetector detector = Detectors.Build(null, [], WindowSpec.Default, learns: false);
        var logs = new List<ParsedLog>();
        await foreach (ParsedLog log in detector.ParseAsync(source, stop).ConfigureAwait(false))
        {
            logs.Add(log);
            if (logs.Count == Messages)
            {
                break;
            }
        }

        return logs.Count > 1 ? [.. logs] : throw new CliException("--log has fewer than two lines; it must have lines to encode. Leave it out to encode made ones.");
    }

    /// <summary>Messages that several callers, each with a part of them, have encoded in a second.</summary>
    private async Task<double> MeasureAsync(MessageEncoder encoder, ParsedLog[] logs, int callers, CancellationToken stop)
    {
        long encoded = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
            async () =>
            {
                int count = logs.Length / callers;
                ReadOnlyMemory<ParsedLog> mine = logs.AsMemory(caller * count, count);
                float[] vectors = new float[count * encoder.Dimension];
                while (clock.Elapsed < length)
                {
                    await encoder.EncodeAsync(mine, vectors, stop).ConfigureAwait(false);
                    Interlocked.Add(ref encoded, count);
                }
            },
            stop))).ConfigureAwait(false);
        return encoded / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Windows that LogLLM judges in a second; the rows of their messages are kept, so that this is the decoder's work.</summary>
    private async Task<double> JudgeAsync(ModelBundle bundle, ParsedLog[] logs, CancellationToken stop)
    {
        using AnomalyDetector detector = WindowSpec.Default.Apply(new AnomalyDetectorBuilder().ParseWithTemplates())
            .WithLearning(new LearningOptions { ContinueOnNormal = false })
            .DetectWithLogLlm(bundle)
            .Build();
        await detector.LearnWindowsAsync(Windows(logs).Take(Learned), stop).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        long judged = 0;
        await foreach (Detection detection in detector.DetectWindowsAsync(Windows(logs).TakeWhile(_ => clock.Elapsed < length), stop).ConfigureAwait(false))
        {
            judged += detection.Label == DetectionLabel.Unscored ? 0 : 1;
        }

        return judged / clock.Elapsed.TotalSeconds;
    }

    private static async IAsyncEnumerable<LogWindow> Windows(ParsedLog[] logs)
    {
        for (int i = 0; ; i++)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            yield return new LogWindow(WindowKind.Count, Enumerable.Range(0, WindowMessages).Select(at => logs[((i * 7) + (at * (1 + (i % 5)))) % logs.Length]).ToArray());
        }
    }

    private void Row(string name, string figure) => ink.WriteLine(new Piece(name.PadRight(NameWidth), Tone.Quiet), new Piece(figure));
}
