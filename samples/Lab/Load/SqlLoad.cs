using System.Data.Common;

namespace Lab.Load;

/// <summary>Users of a database. A line is a transaction: statements with <c>;</c> between them. A statement alone needs none.</summary>
internal sealed class SqlLoad(DbDataSource database)
{
    public async Task VisitAsync(string line, CancellationToken cancellationToken)
    {
        string[] statements = line.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await using DbConnection connection = await database.OpenConnectionAsync(cancellationToken);
        await using DbTransaction? transaction = statements.Length > 1 ? await connection.BeginTransactionAsync(cancellationToken) : null;
        foreach (string statement in statements)
        {
            await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of the scenario.
            command.CommandText = statement;
#pragma warning restore CA2100
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
