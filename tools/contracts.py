"""A kind of import contract that import-linter has not: one rule for every domain, those to come included."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModels(Contract):
    """The `models` of a package under `root` are imported by modules of that package alone."""

    type_name = "private_models"
    root = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            (importer, imported)
            for package in graph.find_children(cast(str, self.root))
            for imported in _models(graph, package)
            for importer in graph.find_modules_that_directly_import(imported)
            if importer != package and not importer.startswith(f"{package}.")
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(
                f"{importer} imports {imported}: ask that domain's queries and actions instead"
            )


def _models(graph: ImportGraph, package: str) -> set[str]:
    module = f"{package}.models"
    return {module, *graph.find_descendants(module)} if module in graph.modules else set()
