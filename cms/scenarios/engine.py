"""Pure play of scenarios: state = fold(scenario, events). Knows no Django, no learner, no clock."""
