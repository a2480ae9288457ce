"""Reading dossiers: work lists, one whole dossier, what its owner and the public see."""
