"""What was logged over days, weeks and months, as plain values, words and pictures. Rules here are pure; `today` is passed in."""
