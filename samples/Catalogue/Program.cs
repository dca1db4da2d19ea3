using Catalogue;

return await CatalogueCommand.Make().Parse(args).InvokeAsync();
