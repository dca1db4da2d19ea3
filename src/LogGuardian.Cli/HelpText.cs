using System.CommandLine;

namespace LogGuardian.Cli;

/// <summary>What follows the generated help: examples, and the exit codes that scripts rely on.</summary>
internal static class HelpText
{
    public static string After(Command command) => command.Name switch
    {
        "scan" => ScanExamples + ScanExitCodes,
        "learn" => LearnExamples + ExitCodes,
        "feedback" => FeedbackExamples + ExitCodes,
        "parse" => ParseExamples + ExitCodes,
        "patterns" => PatternsExamples + ExitCodes,
        "evaluate" => EvaluateExamples + ExitCodes,
        "model" or "inspect" or "verify" or "bench" => ModelExamples + ExitCodes,
        "pretrain" or "train" or "tune" or "adapt" or "distill" or "export" => TrainingExamples + ExitCodes,
        _ => RootExamples + ScanExitCodes,
    };

    private const string RootExamples =
        """
        Examples:
          logguardian scan app.log
          logguardian learn last-week.log --state app.state.gz
          logguardian scan today.log --state app.state.gz --output jsonl
          logguardian parse app.log --output csv
          logguardian patterns app.log --top 10


        """;

    private const string ScanExamples =
        """
        Examples:
          logguardian scan app.log                                   the first lines teach what is normal
          logguardian scan today.log --learn monday.log tuesday.log  known good logs teach it
          logguardian scan hdfs.log --window 'session:blk_-?\d+'     one window per block
          logguardian scan app.log --follow --false-alarms 1/day     watch a growing file
          logguardian scan app.log --state app.state --update-state  keep learning; goes on where it was killed
          kubectl logs deploy/shop | logguardian scan - --top 5

        Inputs are plain text, gzip or zstd, recognised by their content. Every file of a directory has windows of its own.


        """;

    private const string LearnExamples =
        """
        Examples:
          logguardian learn monday.log tuesday.log --state app.state.gz
          logguardian learn hdfs.log --window 'session:blk_-?\d+' --state hdfs.state.json


        """;

    private const string FeedbackExamples =
        """
        Examples:
          logguardian feedback today.log --state app.state.gz --normal 1201
          logguardian feedback hdfs.log --state hdfs.state.json --normal blk_17 blk_4711 --anomaly blk_-99

        The next scan with the state takes windows like these for what they are. The later mark wins; 256 are kept.


        """;

    private const string ParseExamples =
        """
        Examples:
          logguardian parse app.log > app.csv
          logguardian parse HDFS.log --format '<Date> <Time> <Pid> <Level> <Component>: <Content>'
          logguardian parse shop.log --mask 'ORDER=ORD-\d+' --mask 'SKU=[A-Z]{2}\d{4}'

        csv has the columns LineId, the header fields, Content, EventId, EventTemplate, Parameters. The header fields are those of the first
        200 records; fields that appear later are counted in a warning and are in jsonl. A file is read twice, so that each line shows the
        final text of its template; standard input is read once and shows the text known so far.


        """;

    private const string PatternsExamples =
        """
        Examples:
          logguardian patterns app.log                        the most frequent kinds of lines
          logguardian patterns app.log --rare --top 10        the rarest ones
          logguardian patterns app.log --parameters           their values: how many, which ones, how numbers are spread
          logguardian patterns logs/ --output jsonl | jq .template

        Memory does not grow with the input: counts and times are exact; distinct values above 128 are estimated (error about 3 %), frequent
        values are counted in 32 counters (≤ marks those that may be less), quantiles are within 1 %. The rate is the mean over the time in
        which the pattern was seen.


        """;

    private const string EvaluateExamples =
        """
        Examples:
          logguardian evaluate --list
          logguardian evaluate --dataset bgl --data BGL.log --protocol logllm --report bgl-report
          logguardian evaluate --dataset hdfs --data HDFS_v1/ --protocol ait --method simple,knn,logguardian --report hdfs-report
          logguardian evaluate --dataset hdfs-sequences --train train.csv --test test.csv --method decision-tree --predictions tree.csv
          logguardian evaluate --dataset jsonl --data app.jsonl --message-column msg --label-column incident --protocol mine.json

        A report goes on where it was stopped. Predictions have the columns unit, label, score, predicted: the unit is the session key, or
        the number of the window's first line.


        """;

    private const string ModelExamples =
        """
        Examples:
          logguardian model inspect model.zip
          logguardian model verify model/              checks hashes, inputs and outputs, and lets every model run once
          logguardian model bench model/ --log app.log

        A bundle is a folder or a zip with a manifest.json; 'default' is the one that comes with the tool.


        """;

    private const string TrainingExamples =
        """
        Examples:
          logguardian model pretrain logs/ --out shop.model
          logguardian model train --model shop.model --labels incidents.jsonl
          logguardian model train --model bgl.model --dataset bgl --data BGL.zip --protocol logllm
          logguardian model tune --model shop.model --labels ten-windows.jsonl --logs today.log
          logguardian model adapt new-system.log --model shop.model --replay logs/ --out new.model
          logguardian model distill --model shop.model --logs logs/ --out small.model --bundle small.zip
          logguardian model export --model shop.model --out shop.zip --log today.log
          logguardian scan today.log --model shop.zip

        A window of --labels is a JSON object on a line: {"messages": ["disk full", "giving up"], "label": "anomaly"}, or normal, or null.
        Ctrl+C keeps a checkpoint; the same command with --resume goes on. Training needs libtorch: beside the tool, in the folder that
        LOGGUARDIAN_LIBTORCH names, or as a NuGet package.


        """;

    private const string ScanExitCodes =
        """
        Exit codes:
          0    done; scan found no anomaly
          1    scan found anomalies
          2    bad usage or input
          130  stopped before the end

        """;

    private const string ExitCodes =
        """
        Exit codes:
          0    done
          2    bad usage or input
          130  stopped before the end

        """;
}
