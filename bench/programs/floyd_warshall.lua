local n = tonumber(arg[1])
local FAR = 1000000

local function random_graph(nodes, seed)
  local d = {}
  for i = 1, nodes do
    local row = {}
    for j = 1, nodes do
      seed = seed * 16807 % 2147483647
      row[j] = i == j and 0 or (seed % 4 == 0 and seed % 97 + 1 or FAR)
    end
    d[i] = row
  end
  return d
end

local function shortest(d)
  local nodes = #d
  for k = 1, nodes do
    for i = 1, nodes do
      local via = d[i][k]
      if via ~= FAR then
        for j = 1, nodes do
          local length = via + d[k][j]
          if length < d[i][j] then
            d[i][j] = length
          end
        end
      end
    end
  end
  return d
end

local sum = 0
for round = 1, n do
  for _, row in ipairs(shortest(random_graph(60, round))) do
    for _, v in ipairs(row) do sum = sum + v end
  end
end
print('floyd_warshall ' .. sum)
