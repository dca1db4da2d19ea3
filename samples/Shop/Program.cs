using Shop.Common;
using Shop.Gateway;
using Shop.Inventory;
using Shop.Orders;
using Shop.Payments;

IRole? role = args.FirstOrDefault() switch
{
    "gateway" => new GatewayRole(),
    "orders" => new OrdersRole(),
    "payments" => new PaymentsRole(),
    "inventory" => new InventoryRole(),
    _ => null,
};
if (role is null)
{
    await Console.Error.WriteLineAsync($"'{args.FirstOrDefault()}' is no role. Start as: shop gateway|orders|payments|inventory [--urls URL]");
    return 2;
}

return await ShopHost.RunAsync(role, args[1..]);
