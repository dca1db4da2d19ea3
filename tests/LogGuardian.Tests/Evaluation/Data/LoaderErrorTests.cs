using System.Text;
using LogGuardian.Evaluation;

namespace LogGuardian.Tests.Evaluation.Data;

/// <summary>What is wrong with data is said in whole sentences.</summary>
public sealed class LoaderErrorTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_UnknownName_ListsTheKnownOnes()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => EvaluationData.Open("hfds", _folder.Path));
        Assert.StartsWith("Data set is 'hfds'; it must be one of hdfs, hdfs-sequences, bgl, thunderbird, liberty, spirit, liberty-windows, hadoop, loghub, csv, jsonl, recording.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingPath_SaysWhatBelongsThere()
    {
        string path = Path.Combine(_folder.Path, "no");
        FileNotFoundException e = Assert.Throws<FileNotFoundException>(() => EvaluationData.Open("bgl", path));
        Assert.Equal($"'{path}' does not exist; for bgl it must be a file, a folder or an archive. {EvaluationData.Descriptions["bgl"]}", e.Message);
    }

    [Fact]
    public async Task Read_FolderWithoutTheFile_SaysWhereItIsPublished()
    {
        FileNotFoundException e = await Assert.ThrowsAsync<FileNotFoundException>(() => Read.AllAsync(EvaluationData.Open("bgl", _folder.Path)));
        Assert.Equal(
            $"'{_folder.Path}' holds no BGL.log. It is published in BGL.zip at https://zenodo.org/records/8196385: curl -LO https://zenodo.org/records/8196385/files/BGL.zip && unzip BGL.zip -d BGL. "
            + "Unpack it and pass the folder, the archive or the file itself.",
            e.Message);
    }

    [Fact]
    public async Task Hdfs_WithoutLabels_NamesTheLabelFile()
    {
        string path = _folder.Write("HDFS.log", "081109 203615 148 INFO dfs.X: block blk_1\n");
        FileNotFoundException e = await Assert.ThrowsAsync<FileNotFoundException>(() => Read.AllAsync(EvaluationData.Open("hdfs", path)));
        Assert.StartsWith($"'{path}' holds no anomaly_label.csv. It is published in HDFS_v1.zip", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HDFS.log,blk_1\n", "Line 1 of the labels '{0}' is 'HDFS.log,blk_1,x'", "the heading 'BlockId,Label'")]
    [InlineData("BlockId,Label\nblk_1,maybe\n", "Line 2 of the labels '{0}' is 'blk_1,maybe'", "a key, a comma, and Normal or Anomaly")]
    [InlineData("blk_1,Normal\n", "Line 1 of the labels '{0}' is 'blk_1,Normal'", "the heading 'BlockId,Label'")]
    public async Task Hdfs_WrongLabelFile_NamesTheLine(string labels, string what, string rule)
    {
        labels = labels.Replace("HDFS.log,blk_1\n", "HDFS.log,blk_1,x\n", StringComparison.Ordinal);
        string log = _folder.Write("HDFS.log", "081109 203615 148 INFO dfs.X: block blk_1\n");
        string path = _folder.Write("anomaly_label.csv", labels);
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("hdfs", log)));
        Assert.Equal($"{what.Replace("{0}", path, StringComparison.Ordinal)}; it must be {rule}. Pass the published anomaly_label.csv.", e.Message);
    }

    [Fact]
    public async Task Hdfs_LabelsOfOtherBlocks_AreAnError()
    {
        string log = _folder.Write("HDFS.log", "081109 203615 148 INFO dfs.X: block blk_1\n");
        _folder.Write("anomaly_label.csv", "BlockId,Label\nblk_7,Normal\nblk_8,Anomaly\n");
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("hdfs", log)));
        Assert.Equal($"None of the 2 keys in the labels of '{log}' is among the 1 sessions of the log; they must belong together. Pass the label file of this log.", e.Message);
    }

    [Fact]
    public async Task Hdfs_SomeLabelsWithoutBlocks_AreCountedAndReported()
    {
        string log = _folder.Write("HDFS.log", "081109 203615 148 INFO dfs.X: block blk_1\n081109 203615 148 INFO dfs.X: block blk_2\n");
        _folder.Write("anomaly_label.csv", "BlockId,Label\nblk_1,Anomaly\nblk_8,Anomaly\nblk_9,Normal\n");
        EvaluationData data = EvaluationData.Open("hdfs", log);
        EvaluationSplit split = await new Protocol().SplitAsync(data, data, MethodNeeds.None);
        Assert.Equal("2 labelled sessions are not in the log; 1 sessions of the log have no label and are left out.", split.Warnings[0]);
        Assert.Equal("blk_1!", (await split.ReadTestAsync().ToArrayAsync()).Describe());
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    [InlineData("tar.zst")]
    [InlineData("zip")]
    public async Task Read_PackedFileCutOff_IsAnErrorThatNamesIt(string packing)
    {
        string path = _folder.Pack(packing, ("BGL.log", GeneratedAlerts.Text("bgl", 5000, seed: 3)));
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in new[] { whole.Length / 3, whole.Length * 9 / 10 })
        {
            File.WriteAllBytes(path, whole[..length]);
            InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("bgl", path)));
            Assert.Equal($"'{path}' is damaged or cut off; it must be a complete copy. Download it again.", e.Message);
        }
    }

    [Fact]
    public async Task Read_GzipCutInItsTrailer_IsAnError()
    {
        string path = _folder.Pack("gz", ("BGL.log", GeneratedAlerts.Text("bgl", 50, seed: 3)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("bgl", path)));
    }

    [Fact]
    public async Task Read_GzipOfSeveralMembers_IsReadWhole()
    {
        byte[] packed = [.. DataFolder.Gzip(Encoding.ASCII.GetBytes(GeneratedAlerts.Text("bgl", 50, seed: 3))), .. DataFolder.Gzip(Encoding.ASCII.GetBytes(GeneratedAlerts.Text("bgl", 70, seed: 4)))];
        EvaluationUnit[] units = await Read.AllAsync(EvaluationData.Open("bgl", _folder.Write("BGL.log.gz", packed)));
        Assert.Equal(120, units.Sum(unit => unit.Events.Length));
    }

    [Fact]
    public async Task Read_BinaryFile_IsAnError()
    {
        byte[] bytes = new byte[4096];
        new Random(1).NextBytes(bytes);
        string path = _folder.Write("BGL.log", [0x7F, (byte)'E', (byte)'L', (byte)'F', .. bytes]);
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("bgl", path)));
        Assert.Equal("'BGL.log' is not text; it must be a log in plain text, gzip, zstd, tar or zip. Check the path.", e.Message);
    }

    [Fact]
    public async Task AlertLog_FileOfAnotherKind_ShowsItsFirstLine()
    {
        string path = _folder.Write("BGL.log", "081109 203615 148 INFO dfs.X: block blk_1\n");
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("bgl", path)));
        Assert.Equal(
            $"Line 1 of '{path}' is '081109 203615 148 INFO dfs.X: block blk_1'; it must be '<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>'. "
            + "Check that the path is that of BGL.log.",
            e.Message);
    }

    [Fact]
    public async Task Read_EmptyFile_IsAnError()
    {
        string path = _folder.Write("BGL.log", "");
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("bgl", path)));
        Assert.Equal($"'{path}' holds no line that can be judged; it must hold at least one. Check the path and the range of lines.", e.Message);
    }

    [Fact]
    public async Task Csv_MissingColumn_ListsTheOnesThatAreThere()
    {
        string path = _folder.Write("x.csv", "LineId,Content\n1,a\n");
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open("csv", path)));
        Assert.Equal($"'{path}' has no column 'Label'; it has 'LineId', 'Content'. Set LabelColumn to one of them.", e.Message);
    }

    [Theory]
    [InlineData("csv", "Label,Content\n-\n", "Row 1 of '{0}' has 1 columns; it must have 2 or more. Quote cells that hold a comma or a line break.")]
    [InlineData("jsonl", "nonsense\n", "Line 1 of '{0}' is 'nonsense'; it must be a JSON object. Write one object in each line.")]
    [InlineData("jsonl", "{\"content\":\"a\"}\n", "Line 1 of '{0}' has no property 'Label'; it has 'content'. Set LabelColumn to one of them.")]
    [InlineData("hdfs-sequences", "5 5,0\n", "Line 1 of '{0}' is '5 5,0'; it must be the heading 'Sequence,label'. Check that the path is that of sequences.csv.")]
    [InlineData("hdfs-sequences", "Sequence,label\n5 x,0\n", "Line 2 of '{0}' is '5 x,0'; it must be event ids separated by spaces, a comma, and 0 or 1. Check that the path is that of sequences.csv.")]
    [InlineData("liberty-windows", "window\tline_label\tcontent\n0\t2\ta\n", "Line 2 of '{0}' is '0 2 a'; it must be a window, 0 or 1, and a content, separated by tabs. Check that the path is that of windows.tsv.")]
    public async Task Read_WrongLine_IsNamed(string name, string text, string message)
    {
        string path = _folder.Write("data.txt", text);
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(EvaluationData.Open(name, path)));
        Assert.Equal(message.Replace("{0}", path, StringComparison.Ordinal), e.Message);
    }

    [Fact]
    public async Task Recording_MissingLog_IsNamed()
    {
        _folder.Write("faults.json", "{\"files\":{\"a.log.gz\":{}},\"faults\":[]}");
        FileNotFoundException e = await Assert.ThrowsAsync<FileNotFoundException>(() => Read.AllAsync(EvaluationData.Open("recording", _folder.Path)));
        Assert.Equal($"'{_folder.Path}' holds no a.log, plain or compressed, which faults.json names. Copy the whole recording.", e.Message);
    }

    [Theory]
    [InlineData("hadoop")]
    [InlineData("recording")]
    public void Options_RangeOfSeveralLogs_IsAnError(string name) => Assert.StartsWith(
        $"SkipLines or TakeLines is given for {name}; it must be for a data set that is one log. Leave them out.",
        Assert.Throws<ArgumentException>(() => EvaluationData.Open(name, _folder.Path, new() { TakeLines = 5 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task HdfsSequences_AfterAWrongLine_AreReadAnew()
    {
        string path = _folder.Write("sequences.csv", "Sequence,label\n5 5,0\n5 x,0\n");
        EvaluationData data = EvaluationData.Open("hdfs-sequences", path);
        await Assert.ThrowsAsync<InvalidDataException>(() => Read.AllAsync(data));
        _folder.Write("sequences.csv", "Sequence,label\n5 5,0\n5 6,1\n");
        Assert.Equal("1 2!", (await Read.AllAsync(data)).Describe());
    }

    [Theory]
    [InlineData(-1, null, "SkipLines is -1; it must be at least 0. Pass the number of lines to pass over.")]
    [InlineData(0, 0, "TakeLines is 0; it must be at least 1, or null for all.")]
    public void Options_OutOfRange_NameTheValue(int skip, int? take, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => EvaluationData.Open("bgl", _folder.Path, new() { SkipLines = skip, TakeLines = take })).Message);
}
