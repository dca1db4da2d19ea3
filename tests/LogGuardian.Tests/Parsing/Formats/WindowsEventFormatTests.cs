using LogGuardian.Parsing;

namespace LogGuardian.Tests.Parsing.Formats;

public sealed class WindowsEventFormatTests
{
    internal const string Event =
        "Event[0]:\n  Log Name: System\n  Source: Service Control Manager\n  Date: 2026-11-23T10:29:36.000\n  Event ID: 7031\n  Task: N/A\n"
        + "  Level: Error\n  Opcode: N/A\n  User Name: \n  Computer: web1\n  Description: \nThe Print Spooler service terminated.\n\nIt has done this 3 time(s).";

    [Fact]
    public void Detect_Events_NameReadingFields()
    {
        HeaderFormat format = FormatFixture.Detect(Enumerable.Repeat(Event.Split('\n'), 3).SelectMany(lines => lines));
        Assert.Equal("windows-event", format.Name);
        Assert.Equal(
            "2026-11-23T10:29:36 Error The Print Spooler service terminated.\n\nIt has done this 3 time(s).", FormatFixture.Read(format, Event));
        Assert.Equal(
            "Log Name=System, Source=Service Control Manager, Date=2026-11-23T10:29:36.000, Event ID=7031, Task=N/A, Level=Error, Opcode=N/A, User Name=, Computer=web1",
            FormatFixture.Fields(format, Event));
    }

    [Theory]
    [InlineData("Event[0]:", true)]
    [InlineData("Event[12]", true)]
    [InlineData("Event[12] of the day", false)]
    [InlineData("  Level: Error", false)]
    [InlineData("The Print Spooler service terminated.", false)]
    public void StartsRecord_Line_OnlyAtAnEvent(string line, bool expected) =>
        Assert.Equal(expected, new WindowsEventFormat(FormatFixture.Clock()).StartsRecord(FormatFixture.Utf8(line)));

    [Fact]
    public void TryRead_EventWithoutDescription_EmptyContent() => Assert.Equal(
        "2026-11-23T10:29:36.123456 Information ",
        FormatFixture.Read(new WindowsEventFormat(FormatFixture.Clock()), "Event[1]\r\n  Date: 2026-11-23T10:29:36.1234560Z\r\n  Level: Information\r"));
}
