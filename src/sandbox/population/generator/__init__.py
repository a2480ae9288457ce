"""Invents a population: the same seed gives the same people, byte for byte."""

from sandbox.population.generator.population import generate_people
from sandbox.population.generator.records import Address, CitizenRecord

__all__ = ["Address", "CitizenRecord", "generate_people"]
