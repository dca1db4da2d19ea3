using Catalogue;
using Catalogue.Packages;
using Catalogue.Scanning;
using LogGuardian.Tests.Conventions;

namespace LogGuardian.Tests.Samples;

/// <summary>What the catalogue finds in sources, and that the corpus which it made is whole.</summary>
public sealed class CatalogueTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples/data/catalogue");

    [Theory]
    [InlineData("pr_err(\"no memory for %s\\n\", name);", "Error no memory for <*>")]
    [InlineData("dev_warn_ratelimited(&dev->core, \"link \" \"is \"\n\t\"down %-5lu%%\\n\", x);", "Warning link is down <*>%")]
    [InlineData("printk(KERN_CRIT PFX \"unit %pOF failed\", np);", "Critical unit <*> failed")]
    [InlineData("ext4_msg(sb, KERN_INFO, \"mounted %llu blocks\", n);", "Info mounted <*> blocks")]
    [InlineData("syslog(LOG_DAEMON|LOG_NOTICE, \"peer %s left\", p);", "Notice peer <*> left")]
    [InlineData("error(\"job \" \"%\" PRIu64 \" is lost\", id);", "Error job <*> is lost")]
    [InlineData("ereport(FATAL, (errcode(X), errmsg(\"role \\\"%s\\\" is gone\", r), errhint(\"Look for it.\")));", "Critical role \"<*>\" is gone")]
    [InlineData("DEBUG(1, (\"session %d closed early\", i));", "Warning session <*> closed early")]
    [InlineData("/* pr_err(\"not a message\"); */ // pr_err(\"nor this one\");", "")]
    [InlineData("if (c == '\"') pr_info(\"quote was seen\"); else x('\\'');", "Info quote was seen")]
    [InlineData("#error it isn't one\nlog_error(\"this is one\");", "Error this is one")]
    [InlineData("log_it(bad ? LOG_ERR : LOG_INFO, \"who knows it\");", "")]
    [InlineData("pr_err(\"word\\n\"); puts(\"no level here\");", "")]
    public void Scan_C_FindsMessages(string source, string expected) => Assert.Equal(expected, Found(source, Language.C));

    [Theory]
    [InlineData("LOG(ERROR) << \"lost peer \" << peer << \" of \" << ring;", "Error lost peer <*> of <*>")]
    [InlineData("clog->warn() << \"slow \" << n << \" requests\" << dendl;", "Warning slow <*> requests")]
    [InlineData("dout(0) << \"ERROR: no such pool\" << dendl;", "Error ERROR: no such pool")]
    [InlineData("logger.info(R\"x(raw \"text\" here)x\");", "Info raw \"text\" here")]
    [InlineData("throw runtime_error(\"this is thrown\");", "")]
    public void Scan_Cpp_FindsMessages(string source, string expected) => Assert.Equal(expected, Found(source, Language.Cpp));

    [Theory]
    [InlineData("LOG.exception(_LE('Host %(host)s is '\n    \"down\"), {'host': h})", "Error Host <*> is down")]
    [InlineData("self.logger.warning(f\"took {t:.1f}s for {{ x }}\")", "Warning took <*>s for { x }")]
    [InlineData("log.info('served {} of {total}'.format(a, total=b))", "Info served <*> of <*>")]
    [InlineData("logging.critical(\"\"\"Disk is\n   full\"\"\")", "Critical Disk is full")]
    [InlineData("# LOG.error('in a comment')\ndialog.error('of a dialog')", "")]
    [InlineData("log.debug(r'raw \\d stays' % x)", "Debug raw \\d stays")]
    [InlineData("LOG.error('it\\'s \\'quoted\\' %s', x)", "Error it's 'quoted' <*>")]
    public void Scan_Python_FindsMessages(string source, string expected) => Assert.Equal(expected, Found(source, Language.Python));

    [Theory]
    [InlineData("klog.V(2).Infof(\"pod %q is ready\", p)", "Info pod <*> is ready")]
    [InlineData("klog.ErrorS(err, \"Unable to sync\", \"pod\", p)", "Error Unable to sync")]
    [InlineData("level.Warn(logger).Log(\"msg\", \"Scrape was slow\", \"err\", err)", "Warning Scrape was slow")]
    [InlineData("log.WithError(err).Fatal(`cannot \\ start`)", "Critical cannot \\ start")]
    [InlineData("log.Printf(\"[ERR] serf: no peer %v\", p)", "Error [ERR] serf: no peer <*>")]
    [InlineData("return fmt.Errorf(\"is not logged\")\nt.Fatalf(\"of a test\")", "")]
    [InlineData("lg.Info(\"took \" + d.String() + \" in all\", zap.Int(\"n\", 1))", "Info took <*> in all")]
    public void Scan_Go_FindsMessages(string source, string expected) => Assert.Equal(expected, Found(source, Language.Go));

    [Theory]
    [InlineData("LOG.error(\"Session {} expired \" + id + \" late\", s);", "Error Session <*> expired <*> late")]
    [InlineData("logger.log(Level.SEVERE, \"Pool {0} is empty\", p);", "Error Pool <*> is empty")]
    [InlineData("LoggerFactory.getLogger(X.class).trace(String.format(\"at %s now\", t));", "Debug at <*> now")]
    [InlineData("throw new Exception(\"is not logged\"); char c = '\"'; log.warn(\"is logged\");", "Warning is logged")]
    public void Scan_Java_FindsMessages(string source, string expected) => Assert.Equal(expected, Found(source, Language.Java));

    [Theory]
    [InlineData("?LOG_ERROR(\"queue ~ts is down~n\", [Q])", "Error queue <*> is down")]
    [InlineData("rabbit_log:warning(\"node ~p left\" \" us\", [N]) % rabbit_log:error(\"no message\")", "Warning node <*> left us")]
    [InlineData("X = $\", ?INFO_MSG(\"all ~~ done ~s\", [Y])", "Info all ~ done <*>")]
    public void Scan_Erlang_FindsMessages(string source, string expected) => Assert.Equal(expected, Found(source, Language.Erlang));

    [Theory]
    [InlineData("a/fs/super.c", "C")]
    [InlineData("nova/tests/unit/a.py", null)]
    [InlineData("raft/log_test.go", null)]
    [InlineData("a/vendor/b/c.go", null)]
    [InlineData("a/notes.txt", null)]
    public void Of_Path_IsALanguageUnlessItTests(string path, string? expected) => Assert.Equal(expected, Languages.Of(path)?.ToString());

    [Theory]
    [InlineData("License: GPL-2+\nLicense: Expat\nLicense: GPL-2+\n", "GPL-2.0-or-later MIT")]
    [InlineData("Look into /usr/share/common-licenses/LGPL-2.1.\n", "LGPL-2.1-only")]
    [InlineData("Do as you like.\n", "see-debian-copyright")]
    public void Named_Copyright_IsSpelledAlike(string copyright, string expected) => Assert.Equal(expected, Licences.Named(copyright));

    [Fact]
    public void Select_MessageWithSeveralLevels_KeepsTheMostFrequentOne_AndSamplesWhatIsTooMuch()
    {
        var corpus = new Corpus();
        corpus.Add("b", Language.C, new Message(Level.Error, "is lost"));
        corpus.Add("a", Language.Go, new Message(Level.Info, "is lost"));
        corpus.Add("c", Language.C, new Message(Level.Info, "is lost"));
        corpus.Add("a", Language.C, new Message(Level.Debug, "was seen"));
        corpus.Add("a", Language.C, new Message(Level.Debug, "was heard"));
        corpus.Add(Corpus.Kernel, Language.C, new Message(Level.Error, "of the kernel"));
        corpus.Add(Corpus.Kernel, Language.C, new Message(Level.Error, "also of the kernel"));

        // Of the kernel a third as many as of the others, and of debug messages a quarter of what a package may have.
        Assert.Equal(
            [("a", Level.Debug), ("a", Level.Debug), ("a", Level.Info), (Corpus.Kernel, Level.Error)],
            corpus.Select(most: 12).Select(entry => (entry.Package, entry.Level)));
        Assert.Equal([("a", Level.Debug), ("a", Level.Info)], corpus.Select(most: 4).Select(entry => (entry.Package, entry.Level)));
        Assert.Equal(["is lost"], corpus.Select(most: 3).Select(entry => entry.Message));
    }

    [Fact]
    public void Corpus_Committed_IsSortedDistinctAndOfTheListedPackages()
    {
        List<Entry> entries = [.. CorpusFile.Read(Path.Combine(Folder, "messages.tsv.zst"))];
        IReadOnlyList<PackageRow> packages = PackageList.Read(Path.Combine(Folder, "packages.tsv"));

        Assert.InRange(entries.Count, 60_000, 150_000);
        Assert.Equal(Enum.GetValues<Level>().Order(), entries.Select(entry => entry.Level).Distinct().Order());
        Assert.Equal(entries.Count, entries.Select(entry => entry.Message).Distinct(StringComparer.Ordinal).Count());
        Assert.True(entries.Zip(entries.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0));
        Assert.Equal(packages.Where(row => row.Messages > 0).Select(row => (row.Name, row.Messages)), entries.CountBy(entry => entry.Package).Select(pair => (pair.Key, pair.Value)));
        Assert.All(packages, row => Assert.Equal(64, row.Sha256.Length));
        Assert.True(entries.Count(entry => entry.Package == Corpus.Kernel) <= entries.Count / 4);
    }

    private static string Found(string source, Language language) => string.Join('|', SourceScanner.Scan(source, language).Select(message => $"{message.Level} {message.Text}"));
}
