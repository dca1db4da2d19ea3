namespace LogGuardian.Parsing;

/// <summary>The formats that are known by name, the most specific first.</summary>
internal static class FormatCatalogue
{
    // Field names say what the fields must look like: see FieldKinds.
    private static readonly (string Name, string Notation, TimestampShape Shape)[] Notations =
    [
        ("bgl", "<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>", TimestampShape.Epoch),
        ("bgl", "<Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>", TimestampShape.Epoch),
        (
            "thunderbird",
            @"<Label> <Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Component>(\[<PID>\])?: <Content>",
            TimestampShape.Epoch),
        (
            "thunderbird",
            @"<Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Component>(\[<PID>\])?: <Content>",
            TimestampShape.Epoch),
        ("hpc", "<LineId> <Node> <Component> <State> <Timestamp> <Flag> <Content>", TimestampShape.Epoch),
        ("openstack", "<File> <Timestamp> <Pid> <Level> <Logger> [<Address>] <Content>", TimestampShape.None),
        ("openstack", "<Timestamp> <Pid> <Level> <Logger> [<Address>] <Content>", TimestampShape.None),
        ("hdfs", "<Date> <Time> <Pid> <Level> <Component>: <Content>", TimestampShape.CompactDate),
        ("android", "<Timestamp> <Pid> <Tid> <Level> <Component>: <Content>", TimestampShape.None),
        ("android", "<Timestamp> <LevelLetter>/<Component>(<Process>): <Content>", TimestampShape.MonthDashDay),
        ("android", "<LevelLetter>/<Component>(<Process>): <Content>", TimestampShape.None),
        ("macos", "<Timestamp> <Thread> <Level> <Activity> <Pid> <Ttl> <Component>: <Content>", TimestampShape.Iso),
        ("auditd", "type=<Type> msg=audit(<Timestamp>:<Sequence>): <Content>", TimestampShape.Epoch),
        ("glog", "<LevelLetter><Timestamp> <Tid> <Source>] <Content>", TimestampShape.MonthDay),
        ("glog", "<LevelLetter><Timestamp> <Tid> <Source>] <Content>", TimestampShape.CompactDay),
        ("ruby", "<LevelLetter>, [<Timestamp> #<Pid>] <Severity> -- <Program>: <Content>", TimestampShape.Iso),
        ("mongodb", "<Timestamp> <LevelLetter> <Component> [<Context>] <Content>", TimestampShape.Iso),
        ("redis", "<Pid>:<Role> <Timestamp> <LevelMark> <Content>", TimestampShape.None),
        ("spring-boot", "<Timestamp> <Level> <Pid> --- [<Thread>] <Component> : <Content>", TimestampShape.None),
        ("zookeeper", "<Timestamp> - <Level> [<Thread>] - <Content>", TimestampShape.None),
        ("zookeeper", "<Timestamp> [<Instance>] - <Level> [<Thread>] - <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Thread>] <Logger>: <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Thread>] <Logger> : <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Thread>] <Logger> - <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> [<Logger>] - <Content>", TimestampShape.None),
        ("jboss", "<Timestamp> <Level> [<Logger>] (<Thread>) <Content>", TimestampShape.None),
        ("tomcat", "<Timestamp> <Level> [<Thread>] <Logger> <Content>", TimestampShape.DayMonthYear),
        ("logback", "<Timestamp> [<Thread>] <Level> <Logger> - <Content>", TimestampShape.None),
        ("log4j", "[<Timestamp>] <Level> <Content>", TimestampShape.None),
        ("elasticsearch", "[<Timestamp>][<Level>][<Class>] [<Server>] <Content>", TimestampShape.None),
        ("envoy", "[<Timestamp>][<Tid>][<Level>][<Component>] <Content>", TimestampShape.None),
        ("gunicorn", "[<Timestamp>] [<Pid>] [<Level>] <Content>", TimestampShape.None),
        ("celery", "[<Timestamp>: <Level>/<Worker>] <Content>", TimestampShape.None),
        ("loguru", "<Timestamp> | <Level> | <Location> - <Content>", TimestampShape.None),
        ("spark", "<Timestamp> <Level> <Logger>: <Content>", TimestampShape.None),
        ("log4j", "<Timestamp> <Level> <Logger> - <Content>", TimestampShape.None),
        ("windows-cbs", "<Timestamp>, <Level> <Component> <Content>", TimestampShape.None),
        ("python", "<Timestamp> - <Logger> - <Level> - <Content>", TimestampShape.None),
        ("nlog", "<Timestamp>|<Level>|<Logger>|<Content>", TimestampShape.None),
        ("healthapp", "<Timestamp>|<Component>|<Pid>|<Content>", TimestampShape.CompactDateColons),
        ("postgresql", "<Timestamp> [<Pid>]( <User>@<Database>)? <Level>: <Content>", TimestampShape.None),
        ("postgresql", "<Timestamp> [<Pid>] <Host> <User>@<Database> <Level>: <Content>", TimestampShape.None),
        ("postgresql", "<Host> <Timestamp> [<Pid>] <User>@<Database> <Level>: <Content>", TimestampShape.None),
        (
            "postgresql",
            "<Timestamp> [<Pid>]: [<Sequence>] user=<Account>,db=<Schema>,app=<App>,client=<Client> <Level>: <Content>",
            TimestampShape.None),
        ("postgresql", "<Timestamp>:<Client>:<Account>@<Schema>:[<Pid>]:<Level>: <Content>", TimestampShape.None),
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
        ("systemd", @"\<<Priority>\><Timestamp> <Category>[<EventId>] <Content>", TimestampShape.None),
        ("systemd", @"\<<Priority>\><Category>[<EventId>] <Content>", TimestampShape.None),
        ("log4j", "[<Thread>] <Level> <Logger> - <Content>", TimestampShape.None),
        ("python-basic", "<Level>:<Logger>:<Content>", TimestampShape.None),
    ];

    // Hardly more than a level: what has a time as well is better read as such.
    private static readonly (string Name, string Notation)[] Undated =
    [
        ("level", "<Level>[<Seconds>] <Content>"),
        ("level", "[<Level>] <Content>"),
        ("level", "<Level>: <Content>"),
    ];

    /// <summary>New instances of the formats that are tried when the lines have no time.</summary>
    public static IReadOnlyList<HeaderFormat> CreateUndated(TimeProvider clock) =>
        [.. Undated.Select(format => HeaderSpec.Strict(format.Name, format.Notation, clock))];

    /// <summary>New instances of every format that needs no look at the log first.</summary>
    public static IReadOnlyList<HeaderFormat> Create(TimeProvider clock)
    {
        var formats = new List<HeaderFormat>
        {
            new DockerFormat(clock, new PlainFormat()), new CriFormat(clock, new PlainFormat()), new JsonFormat(clock), new Syslog5424Format(clock),
            new DotnetFormat(clock), new JavaLoggingFormat(clock), new SlowQueryFormat(clock),
            new LogfmtFormat(clock),
        };
        foreach ((string name, string notation, TimestampShape shape) in Notations)
        {
            formats.Add(HeaderSpec.Strict(name, notation, clock, shape));
        }

        formats.Add(new SyslogFormat(clock));
        return formats;
    }
}
