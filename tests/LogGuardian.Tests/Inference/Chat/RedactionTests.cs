using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Chat;

public sealed class RedactionTests
{
    private static readonly Redactor Redactor = new([], addresses: true);

    public static IEnumerable<object[]> SecretLines => RedactionCases.Secret.Select(line => new object[] { line.Line, line.Redacted });

    public static TheoryData<string> PlainLines { get; } = [.. RedactionCases.Plain];

    [Theory]
    [MemberData(nameof(SecretLines))]
    public void Redact_OfALineWithASecret_PutsAPlaceholderThere(string line, string expected) => Assert.Equal(expected, Redactor.Begin().Redact(line));

    [Theory]
    [MemberData(nameof(PlainLines))]
    public void Redact_OfALineWithout_LeavesIt(string line)
    {
        Redaction redaction = Redactor.Begin();
        Assert.Equal(line, redaction.Redact(line));
        Assert.Equal(0, redaction.Count);
    }

    [Fact]
    public void Cases_OfTheTable_HoldTheirSecrets() => Assert.All(RedactionCases.Secret, line => Assert.All(line.Secrets, secret =>
    {
        Assert.Contains(secret, line.Line, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, line.Redacted, StringComparison.Ordinal);
    }));

    [Fact]
    public void Redact_OfEqualValues_GivesEqualPlaceholders()
    {
        Redaction redaction = Redactor.Begin();
        Assert.Equal("<EMAIL_1> wrote to <EMAIL_2>", redaction.Redact("ann@example.com wrote to bob@example.com"));
        Assert.Equal("<EMAIL_2> answered, user=<EMAIL_1>", redaction.Redact("bob@example.com answered, user=ann@example.com"));
        Assert.Equal(4, redaction.Count);
    }

    [Fact]
    public void Redact_InAnotherWindow_CountsAnew()
    {
        Assert.Equal("to <IP_1>", Redactor.Begin().Redact("to 10.0.0.7"));
        Assert.Equal("to <IP_1>", Redactor.Begin().Redact("to 10.0.0.8"));
    }

    [Fact]
    public void Sweep_OfASecretNamedElsewhere_FindsItWithoutItsName()
    {
        Redaction redaction = Redactor.Begin();
        string before = redaction.Redact("trying tulip-field now");
        redaction.Redact("password=tulip-field");
        Assert.Equal("trying <SECRET_1> now", redaction.Sweep(before));
    }

    [Fact]
    public void Redact_WithoutAddresses_LeavesThem() =>
        Assert.Equal("from 10.251.42.84 by <EMAIL_1>", new Redactor([], addresses: false).Begin().Redact("from 10.251.42.84 by a@b.org"));

    [Fact]
    public void Redact_ByARuleOfTheUser_TakesItsValueFirst()
    {
        var redactor = new Redactor([new RedactionRule("CUSTOMER", "customer (?<value>[A-Z]+-[0-9]+)"), new RedactionRule("PLATE", "[A-Z]{1,3}-[A-Z]{2} [0-9]+")], addresses: true);
        Assert.Equal("customer <CUSTOMER_1> drives <PLATE_1>", redactor.Begin().Redact("customer C-12 drives M-AB 77"));
    }

    [Theory]
    [InlineData("customer", "x", "customer")]
    [InlineData("", "x", "1 to 32")]
    [InlineData("A", "(?<=x)y", "look-around")]
    [InlineData("A", "(", "regular expression")]
    public void Redactor_WithABadRule_SaysWhatIsWrong(string name, string pattern, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new Redactor([new RedactionRule(name, pattern)], addresses: true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Redact_OfHostileText_ComesToAnEnd()
    {
        string hostile = string.Concat(Enumerable.Repeat("password=\\\"aaaa@1.1.1.:::-----BEGIN ", 500)) + new string('a', 5_000) + new string(':', 5_000);
        Assert.Contains("<SECRET_1>", Redactor.Begin().Redact(hostile), StringComparison.Ordinal);
    }
}
