"""What a school learns from its learners' answers: paths through scenarios, scenes to mend."""
