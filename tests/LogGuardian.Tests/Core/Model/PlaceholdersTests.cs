namespace LogGuardian.Tests.Core.Model;

public class PlaceholdersTests
{
    [Theory]
    [InlineData("user <*> logged in", "-")]
    [InlineData("rhost=<IP> user=<*>", "rhost,user")]
    [InlineData("Order <OrderId> took <Elapsed> ms at <NUM>", "OrderId,Elapsed,-")]
    [InlineData("\"size\":\"<NUM>\" a:<NUM> b: <NUM>", "size,a,-")]
    [InlineData("a < b > c <x y> <> <NUM>", "-")]
    [InlineData("time.ms=<NUM>, <@Cart> =<NUM> 1=<NUM>", "time.ms,Cart,-,-")]
    [InlineData("nothing", "")]
    public void ParameterNames_Text_GivesNamesInOrder(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', new LogTemplate(new TemplateId(1), text).ParameterNames.Select(name => name ?? "-")));
}
