namespace LogGuardian.Parsing;

/// <summary>Nouns that a name follows: after "user", three different words are names of users and not three messages.</summary>
internal static class NameNouns
{
    public static bool Contains(string word) =>
        word.ToUpperInvariant() is "USER" or "USERNAME" or "ACCOUNT" or "HOST" or "HOSTNAME" or "FILE" or "NAMED" or "DEVICE" or "TABLE" or "DATABASE" or "TOPIC" or "QUEUE";
}
