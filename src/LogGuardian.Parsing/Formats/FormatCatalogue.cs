namespace LogGuardian.Parsing;

/// <summary>The formats that are known by name, the most specific first.</summary>
internal static class FormatCatalogue
{
    // Field names say what the fields must look like: see FieldKinds.
    private static readonly (string Name, string Notation, TimestampShape Shape)[] Notations =
    [
        ("bgl", "<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>", TimestampShape.Epoch),
        (
            "thunderbird",
            @"<Label> <Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Component>(\[<PID>\])?: <Content>",
            TimestampShape.Epoch),
        ("hpc", "<LineId> <Node> <Component> <State> <Timestamp> <Flag> <Content>", TimestampShape.Epoch),
        ("openstack", "<File> <Timestamp> <Pid> <Level> <Logger> [<Address>] <Content>", TimestampShape.None),
        ("openstack", "<Timestamp> <Pid> <Level> <Logger> [<Address>] <Content>", TimestampShape.None),
        ("hdfs", "<Date> <Time> <Pid> <Level> <Component>: <Content>", TimestampShape.CompactDate),
        ("android", "<Timestamp> <Pid> <Tid> <Level> <Component>: <Content>", TimestampShape.None),
        ("glog", "<LevelLetter><Timestamp> <Tid> <Source>] <Content>", TimestampShape.MonthDay),
        ("redis", "<Pid>:<Role> <Timestamp> <LevelMark> <Content>", TimestampShape.None),
        ("cri", "<Timestamp> <Stream> <Tag> <Content>", TimestampShape.None),
        ("spring-boot", "<Timestamp> <Level> <Pid> --- [<Thread>] <Component> : <Content>", TimestampShape.None),
        ("zookeeper", "<Timestamp> - <Level> [<Thread>] - <Content>", TimestampShape.None),
        ("zookeeper", "<Timestamp> [<Instance>] - <Level> [<Thread>] - <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Thread>] <Logger>: <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Thread>] <Logger> : <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Thread>] <Logger> - <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Logger>] - <Content>", TimestampShape.None),
        ("logback", "<Timestamp> [<Thread>] <Level> <Logger> - <Content>", TimestampShape.None),
        ("log4j", "[<Timestamp>] <Level> <Content>", TimestampShape.None),
        ("spark", "<Timestamp> <Level> <Logger>: <Content>", TimestampShape.None),
        ("windows-cbs", "<Timestamp>, <Level> <Component> <Content>", TimestampShape.None),
        ("python", "<Timestamp> - <Logger> - <Level> - <Content>", TimestampShape.None),
        ("nlog", "<Timestamp>|<Level>|<Logger>|<Content>", TimestampShape.None),
        ("healthapp", "<Timestamp>|<Component>|<Pid>|<Content>", TimestampShape.CompactDateColons),
        ("postgresql", "<Timestamp> [<Pid>]( <User>@<Database>)? <Level>: <Content>", TimestampShape.None),
        ("postgresql", "<Timestamp> [<Pid>] <Host> <User>@<Database> <Level>: <Content>", TimestampShape.None),
        ("postgresql", "<Host> <Timestamp> [<Pid>] <User>@<Database> <Level>: <Content>", TimestampShape.None),
        ("mysql", "<Timestamp> <Tid> [<Level>]( [<Code>] [<Subsystem>])? <Content>", TimestampShape.None),
        ("apache-error", "[<Timestamp>] [<Module>:<Level>] [pid <Process>] <Content>", TimestampShape.None),
        ("apache-error", "[<Timestamp>] [<Level>] <Content>", TimestampShape.None),
        ("nginx-error", "<Timestamp> [<Level>] <Pid>#<Tid>: <Content>", TimestampShape.None),
        ("access", "<Host> <Identity> <User> [<Timestamp>] <Content>", TimestampShape.None),
        ("access", "<VirtualHost> <Host> <Identity> <User> [<Timestamp>] <Content>", TimestampShape.None),
        ("serilog-console", "[<Timestamp> <Level>] <Content>", TimestampShape.None),
        ("serilog-file", "<Timestamp> [<Level>] <Content>", TimestampShape.None),
        ("zap", "<Timestamp>\t<Level>\t<Content>", TimestampShape.None),
        ("proxifier", "[<Timestamp>] <Program> - <Content>", TimestampShape.MonthDotDay),
        ("systemd", @"\<<Priority>\><Category>[<EventId>] <Content>", TimestampShape.None),
        ("python-basic", "<Level>:<Logger>:<Content>", TimestampShape.None),
    ];

    /// <summary>New instances of every format that needs no look at the log first.</summary>
    public static IReadOnlyList<HeaderFormat> Create(TimeProvider clock)
    {
        var formats = new List<HeaderFormat>
        {
            new JsonFormat(clock), new Syslog5424Format(clock), new DotnetFormat(clock), new LogfmtFormat(clock),
        };
        foreach ((string name, string notation, TimestampShape shape) in Notations)
        {
            formats.Add(HeaderSpec.Strict(name, notation, clock, shape));
        }

        formats.Add(new SyslogFormat(clock));
        return formats;
    }
}
