using System.Runtime.CompilerServices;

namespace LogGuardian.Evaluation;

/// <summary>Reads the lines of one kind of data set, as often as asked.</summary>
internal abstract class DataReader(string path, EvaluationDataOptions options)
{
    private static readonly LogReadOptions Reading = new();

    /// <summary>Whether the data say which lines form a session.</summary>
    public abstract bool HasSessions { get; }

    /// <summary>Whether a line may continue the record before it, as those of a stack trace do.</summary>
    public virtual bool JoinsLines => false;

    /// <summary>What the reader noticed that is no reason to stop.</summary>
    public IReadOnlyList<string> Warnings { get; protected set; } = [];

    protected string Path { get; } = path;

    protected EvaluationDataOptions Options { get; } = options;

    /// <summary>The lines in order; blank ones are left out.</summary>
    public abstract IAsyncEnumerable<DataLine> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The label that the data give a session, or null.</summary>
    public virtual bool? LabelOf(string session) => null;

    /// <summary>Looks whether sessions and labels belong together, once the sessions are known.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    public virtual void Check(IReadOnlyCollection<string> sessions)
    {
    }

    /// <summary>The lines of one file as they are.</summary>
    /// <exception cref="InvalidDataException">The file is not text.</exception>
    protected static async IAsyncEnumerable<LogLine> LinesAsync(string name, Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (LogLine line in LogLines.FromStream(content, name, Reading, leaveOpen: true).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (line.Skipped == SkipReason.Binary)
            {
                throw new InvalidDataException($"'{name}' is not text; it must be a log in plain text, gzip, zstd, tar or zip. Check the path.");
            }

            if (line.Skipped != SkipReason.Blank)
            {
                yield return line;
            }
        }
    }

    /// <summary>The lines of the one file that has a published name, or is named by the path itself; only the range that the options ask for.</summary>
    protected async IAsyncEnumerable<LogLine> LinesAsync(string[] names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool found = false;
        await foreach (DataFile file in DataFiles.ReadAsync(Path, name => IsNamed(name, names), anySingle: true, cancellationToken).ConfigureAwait(false))
        {
            found = true;
            string source = System.IO.Path.GetFileName(file.Name);
            await foreach (LogLine line in LinesAsync(source, file.Content, cancellationToken).ConfigureAwait(false))
            {
                if (line.LineId > Options.SkipLines + (Options.TakeLines ?? long.MaxValue - Options.SkipLines))
                {
                    break;
                }

                if (line.LineId > Options.SkipLines)
                {
                    yield return line;
                }
            }

            break;
        }

        if (!found)
        {
            throw Missing(names[0]);
        }
    }

    /// <summary>The exception for a file that the folder or archive lacks.</summary>
    protected FileNotFoundException Missing(string file) =>
        new($"'{Path}' holds no {file}. {EvaluationData.SourceOf(file)} Unpack it and pass the folder, the archive or the file itself.", file);

    protected static bool IsNamed(string name, string[] names) => names.Contains(name[(name.LastIndexOf('/') + 1)..], StringComparer.OrdinalIgnoreCase);

    protected bool IsNormal(string label) => Options.NormalLabels.Contains(label.Trim(), StringComparer.OrdinalIgnoreCase);
}
