# Sample clusters: days within units as primary units, units as strata. Made with R 4.2.2, survey 4.1.1.
# Rscript 03_clusters.R, in this folder; writes clusters.json.
library(survey)
d <- subset(read.csv("skm_complete.csv"), year == 2025 & !(unit %in% c("U11", "U12")))
m <- subset(read.csv("skm_missing.csv"), year == 2025 & unit == "U01")
elements <- paste0("u", 1:9)
with_index <- function(x) { x$day <- x$resp %% 7; x$y <- 25 * rowMeans(x[elements]); x }
d <- with_index(d); m <- with_index(m)
out <- list()
for (u in unique(d$unit)) {
  s <- d[d$unit == u, ]
  des <- svydesign(id = ~day, data = s, weights = ~1)
  v <- svymean(as.formula(paste("~y +", paste(elements, collapse = "+"))), des)
  simple <- var(s$y) / nrow(s)
  out$units[[u]] <- list(n = nrow(s), mean = coef(v)[[1]], se = SE(v)[[1]], df = degf(des),
    elements_se = as.numeric(SE(v))[-1], deff = SE(v)[[1]]^2 / simple)
}
# Available cases: a sum of ratios, so the total of the linearised values.
r <- !is.na(as.matrix(m[elements])); x <- as.matrix(m[elements]); x[!r] <- 0
centred <- sweep(x, 2, colSums(x) / colSums(r)) * r
m$z <- as.numeric(25 / 9 * centred %*% (1 / colSums(r)))
out$missing_U01 <- list(se = as.numeric(SE(svytotal(~z, svydesign(id = ~day, data = m, weights = ~1)))))
n <- table(d$unit)
d$respondent <- 1; d$equal <- 1 / as.numeric(n[d$unit])
for (w in c("equal", "respondent")) {
  des <- svydesign(id = ~day, strata = ~unit, nest = TRUE, data = d, weights = d[[w]])
  v <- svymean(~y, des)
  # svymean is a ratio of totals; with equal sums of weights in every unit, or the units' sizes as known totals, the
  # weights W_h are fixed: post-stratifying to them takes their own variation out, as units are fixed here.
  known <- aggregate(d[[w]], list(unit = d$unit), sum); names(known) <- c("unit", "Freq")
  p <- svymean(~y, postStratify(des, ~unit, known))
  out$whole[[w]] <- list(mean = coef(p)[[1]], se = SE(p)[[1]], df = degf(des))
}
json <- function(v) {
  if (is.list(v)) paste0("{", paste0('"', names(v), '": ', sapply(v, json), collapse = ",\n "), "}")
  else if (length(v) > 1) paste0("[", paste(sprintf("%.15g", v), collapse = ", "), "]")
  else sprintf("%.15g", v)
}
writeLines(json(out), "clusters.json")
